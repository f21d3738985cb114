import type { LimitBasis } from '../../../domain/ledger/traderDayFacts.ts';
import type { LedgerStore, SessionMarks } from '../../../ports/ledgerStore.ts';
import { marksOf } from '../traderDayRow.ts';
import type { Database } from './open.ts';

/**
 * Reads low-water marks a session at a time. Memory holds one session, however long the range. No statement
 * stays open between two sessions, so the caller may use the store meanwhile.
 */
export function createLowWaterMarkReader({
  driver,
  withConnection,
}: Database): (from: string, to: string, basis: LimitBasis) => AsyncIterable<SessionMarks> {
  const sessions = driver
    .prepare<[string, string], string>(
      'SELECT DISTINCT session_date FROM trader_day WHERE session_date BETWEEN ? AND ? ORDER BY session_date',
    )
    .pluck();
  const rows = driver
    .prepare<[string], [trader: string, marks: string]>(
      `SELECT trader.name, marks FROM trader_day
         JOIN low_water_marks USING (trader_id, session_date) JOIN trader ON trader.id = trader_id
        WHERE session_date = ? ORDER BY trader.name`,
    )
    .raw();
  return async function* (from, to, basis) {
    for (const sessionDate of await withConnection(() => sessions.all(from, to))) {
      const traders = await withConnection(() => rows.all(sessionDate));
      const marks = traders.map(
        ([trader, text]) => [trader, marksOf(text, basis, `${sessionDate} ${trader}`)] as const,
      );
      yield { sessionDate, marks: new Map(marks) };
    }
  };
}

/** Reads the low-water marks of one trader, by session. */
export function createTraderMarkReader({ driver, withConnection }: Database): LedgerStore['marksOf'] {
  const rows = driver
    .prepare<[string, string, string], [sessionDate: string, marks: string]>(
      `SELECT session_date, marks FROM low_water_marks JOIN trader ON trader.id = trader_id
        WHERE trader.name = ? AND session_date BETWEEN ? AND ? ORDER BY session_date`,
    )
    .raw();
  return async (trader, { from, to }, basis) => {
    const found = await withConnection(() => rows.all(trader, from, to));
    return new Map(
      found.map(([sessionDate, text]) => [sessionDate, marksOf(text, basis, `${sessionDate} ${trader}`)]),
    );
  };
}
