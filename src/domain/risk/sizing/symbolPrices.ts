/** Prices at which the desk traded one symbol on one session, in the currency of its fills. */
export interface SymbolPrice {
  readonly symbol: string;
  readonly high: number;
  readonly low: number;
  /** The last price; of prices in the same second, the last in the order of accounts and fills. */
  readonly close: number;
  /** ISO code; empty for BASE_CURRENCY. */
  readonly currency: string;
}

/** All symbols that the desk traded on a session. */
export interface SessionPrices {
  readonly sessionDate: string;
  /** By symbol. */
  readonly prices: readonly SymbolPrice[];
}

interface Seen {
  high: number;
  low: number;
  close: number;
  closeSecond: number;
  currency: string;
}

/** Gathers the prices of a session, fill by fill. */
export class SymbolPriceTally {
  readonly #symbols = new Map<string, Seen>();

  /** @param second of the day; null where it is unknown: such a fill is never the last one. */
  add(symbol: string, price: number, second: number | null, currency: string): void {
    const at = second ?? -1;
    const seen = this.#symbols.get(symbol);
    if (seen === undefined) {
      this.#symbols.set(symbol, { high: price, low: price, close: price, closeSecond: at, currency });
      return;
    }
    if (price > seen.high) seen.high = price;
    if (price < seen.low) seen.low = price;
    if (at < seen.closeSecond) return;
    seen.close = price;
    seen.closeSecond = at;
    seen.currency = currency;
  }

  /** By symbol. */
  prices(): readonly SymbolPrice[] {
    return [...this.#symbols]
      .map(([symbol, { high, low, close, currency }]) => ({ symbol, high, low, close, currency }))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  }
}
