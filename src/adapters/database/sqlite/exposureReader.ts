import type { LedgerStore } from '../../../ports/ledgerStore.ts';
import { exposureOf, type RawExposure } from '../exposureRow.ts';
import type { Database } from './open.ts';

/**
 * Reads what was open within each day, a session at a time. No statement stays open between two sessions, so
 * the caller may use the store meanwhile.
 */
export function createExposureReader({ driver, withConnection }: Database): LedgerStore['exposures'] {
  const sessions = driver
    .prepare<[string, string], string>(
      'SELECT DISTINCT session_date FROM open_exposure WHERE session_date BETWEEN ? AND ? ORDER BY session_date',
    )
    .pluck();
  const rows = driver
    .prepare<[string], [trader: string, ...RawExposure]>(
      `SELECT trader.name, largest_net_long, largest_net_short, largest_gross, steps
         FROM open_exposure JOIN trader ON trader.id = trader_id WHERE session_date = ? ORDER BY trader.name`,
    )
    .raw();
  return async function* (from, to) {
    for (const sessionDate of await withConnection(() => sessions.all(from, to))) {
      const found = await withConnection(() => rows.all(sessionDate));
      yield {
        sessionDate,
        byTrader: new Map(found.map(([trader, ...raw]) => [trader, exposureOf(raw)])),
      };
    }
  };
}
