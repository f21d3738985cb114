import type { LimitBasis } from '../../../domain/ledger/traderDayFacts.ts';
import type { SessionMarks } from '../../../ports/ledgerStore.ts';
import { marksOf } from '../traderDayRow.ts';
import type { Database } from './open.ts';

/**
 * Reads low-water marks a session at a time: what is in memory is one session's, however long the range, and no
 * statement stays open between two sessions, so that the caller may use the store meanwhile.
 */
export function createLowWaterMarkReader(
  driver: Database['driver'],
): (from: string, to: string, basis: LimitBasis) => Iterable<SessionMarks> {
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
  return function* (from, to, basis) {
    for (const sessionDate of sessions.all(from, to)) {
      const traders = rows.all(sessionDate);
      yield { sessionDate, marks: new Map(traders.map(([trader, text]) => [trader, marksOf(text, basis)])) };
    }
  };
}
