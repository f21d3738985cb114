import type { SessionPrices } from '../domain/risk/sizing/symbolPrices.ts';
import type { DateRange } from './ledgerStore.ts';

/**
 * The prices at which the desk traded each symbol, by session. They stay when fills are removed. A changed
 * day removes those of its session, unless fills of the session were removed.
 */
export interface SymbolPrices {
  /** Oldest first; sessions that are not summarised yet are missing. */
  stored(range: DateRange): Promise<readonly SessionPrices[]>;
  /** Sessions of a range with stored fills that are not summarised yet, ascending. */
  missing(range: DateRange): Promise<readonly string[]>;
  /** Reads the fills of a session, one account in memory at a time. */
  fromFills(sessionDate: string): Promise<SessionPrices>;
  save(prices: SessionPrices): Promise<void>;
  /** Dates in a range on which a corporate action changed a symbol, by symbol. */
  actions(range: DateRange): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** The last rate of each currency through a session: BASE_CURRENCY for one unit. */
  rates(through: string): Promise<ReadonlyMap<string, number>>;
  /** The quantities of a trader's orders in a range, by symbol, from the fills that are still stored. */
  orderSizes(trader: string, range: DateRange): Promise<ReadonlyMap<string, readonly number[]>>;
}
