import type { Contract } from '../roster/contracts.ts';

/** How quantities, prices and fees of a session become money of the base currency. */
export interface DayMoney {
  readonly contractOf: (symbol: string) => Contract;
  /** ISO code of the currency of all results. An empty currency of a fill means this one. */
  readonly baseCurrency: string;
  /** Base currency for one unit of another currency on this session; null where no rate is known. */
  readonly rateOf: (currency: string) => number | null;
}
