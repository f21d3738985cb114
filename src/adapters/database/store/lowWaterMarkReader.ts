import type { LimitBasis } from '../../../domain/ledger/traderDayFacts.ts';
import type { LedgerStore, SessionMarks } from '../../../ports/ledgerStore.ts';
import type { Database } from '../database.ts';
import { marksOf } from '../traderDayRow.ts';

/**
 * Reads low-water marks a session at a time. Memory holds one session, however long the range. No statement
 * stays open between two sessions, so the caller may use the store meanwhile.
 */
export function createLowWaterMarkReader({
  connection,
}: Database): (from: string, to: string, basis: LimitBasis) => AsyncIterable<SessionMarks> {
  return async function* (from, to, basis) {
    for (const sessionDate of await connection.values<string>(SESSIONS, from, to)) {
      const traders = await connection.rows<[trader: string, marks: string]>(OF_SESSION, sessionDate);
      const marks = traders.map(
        ([trader, text]) => [trader, marksOf(text, basis, `${sessionDate} ${trader}`)] as const,
      );
      yield { sessionDate, marks: new Map(marks) };
    }
  };
}

const SESSIONS = `SELECT DISTINCT session_date FROM trader_day WHERE session_date BETWEEN ? AND ?
  ORDER BY session_date`;
const OF_SESSION = `SELECT trader.name, marks FROM trader_day
    JOIN low_water_marks USING (trader_id, session_date) JOIN trader ON trader.id = trader_id
   WHERE session_date = ? ORDER BY trader.name`;

/** Reads the low-water marks of one trader, by session. */
export function createTraderMarkReader({ connection }: Database): LedgerStore['marksOf'] {
  return async (trader, { from, to }, basis) => {
    const found = await connection.rows<[sessionDate: string, marks: string]>(OF_TRADER, trader, from, to);
    return new Map(
      found.map(([sessionDate, text]) => [sessionDate, marksOf(text, basis, `${sessionDate} ${trader}`)]),
    );
  };
}

const OF_TRADER = `SELECT session_date, marks FROM low_water_marks JOIN trader ON trader.id = trader_id
  WHERE trader.name = ? AND session_date BETWEEN ? AND ? ORDER BY session_date`;
