import type { LedgerStore } from '../../../ports/ledgerStore.ts';
import type { Database } from '../database.ts';
import { exposureOf, type RawExposure } from '../exposureRow.ts';

/**
 * Reads what was open within each day, a session at a time. No statement stays open between two sessions, so
 * the caller may use the store meanwhile.
 */
export function createExposureReader({ connection }: Database): LedgerStore['exposures'] {
  return async function* (from, to) {
    for (const sessionDate of await connection.values<string>(SESSIONS, from, to)) {
      const found = await connection.rows<[trader: string, ...RawExposure]>(OF_SESSION, sessionDate);
      yield {
        sessionDate,
        byTrader: new Map(found.map(([trader, ...raw]) => [trader, exposureOf(raw)])),
      };
    }
  };
}

const SESSIONS = `SELECT DISTINCT session_date FROM open_exposure WHERE session_date BETWEEN ? AND ?
  ORDER BY session_date`;
const OF_SESSION = `SELECT trader.name, largest_net_long, largest_net_short, largest_gross, steps
    FROM open_exposure JOIN trader ON trader.id = trader_id WHERE session_date = ? ORDER BY trader.name`;
