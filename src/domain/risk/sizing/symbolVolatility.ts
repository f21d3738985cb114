import { quantile } from '../../statistics/descriptive.ts';

/** Prices at which the desk traded one symbol on one session. */
export interface SymbolDay {
  readonly sessionDate: string;
  readonly high: number;
  readonly low: number;
  /** The last price of the session. */
  readonly close: number;
}

/** With fewer sessions a symbol has no volatility of its own. */
export const LEAST_SYMBOL_SESSIONS = 20;
/** Sessions that are read; the weight of an older one is below 3 %. */
export const SYMBOL_SESSIONS = 60;
const DECAY = 0.94;
/** Makes the mean of |x| estimate the standard deviation of a normal sample: √(π/2). */
const ABSOLUTE_CONSISTENCY = Math.sqrt(Math.PI / 2);
/** The range of a session over its standard deviation: √(4 ln 2), Parkinson (1980). */
const RANGE_RATIO = 1.67;
/** Symbols without enough sessions of their own count as one that only a tenth of the desk's exceed. */
const CAUTIOUS_SHARE = 0.9;

/**
 * The volatility of a symbol over one session, a share of its price.
 *
 *   σ = max(√(π/2)·EWMA.94 of |close/close before − 1|, EWMA.94 of ln(high/low)/1.67)
 *
 * Only the desk's own trades are known, so a range is rarely the whole range of the market, and the larger of
 * the two is used. A return over a session with a corporate action is left out, and so is one from a price of
 * 0; a range counts only above 0. Null below 20 sessions. 0 where the price never moved.
 *
 * Example: 20 sessions, each closing 1 % away from the last and with a range of 1 %: √(π/2)·0.01 = 0.01253
 * against ln(1.01)/1.67 = 0.00596: σ = 0.01253.
 *
 * @param days oldest first
 * @param actions sessions with a split or another corporate action of the symbol
 */
export function symbolVolatility(
  days: readonly SymbolDay[],
  actions: ReadonlySet<string> = new Set(),
): number | null {
  if (days.length < LEAST_SYMBOL_SESSIONS) return null;
  const recent = days.slice(-SYMBOL_SESSIONS);
  const moves = recent.flatMap((day, place) => {
    const before = recent[place - 1]?.close ?? 0;
    if (before === 0 || actions.has(day.sessionDate)) return [];
    return [Math.abs((day.close - before) / before)];
  });
  const ranges = recent.flatMap(({ high, low }) => (low > 0 ? [Math.log(high / low)] : []));
  return Math.max(ABSOLUTE_CONSISTENCY * decayingMean(moves), decayingMean(ranges) / RANGE_RATIO);
}

/**
 * The volatility that a symbol without one of its own is given: the 90 % quantile of the desk's symbols. Null
 * where no symbol has one.
 *
 * Example: volatilities of 0.01, 0.02, …, 0.11: 0.1.
 */
export function cautiousVolatility(known: readonly number[]): number | null {
  return quantile(known, CAUTIOUS_SHARE);
}

/** Σ 0.94ᵏ·x₍ₙ₋ₖ₎ / Σ 0.94ᵏ; 0 without a value. */
function decayingMean(values: readonly number[]): number {
  let sum = 0;
  let weight = 0;
  for (const value of values) {
    sum = sum * DECAY + value;
    weight = weight * DECAY + 1;
  }
  return weight === 0 ? 0 : sum / weight;
}
