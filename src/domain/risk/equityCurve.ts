/** A series of P&L by session, added up. Dollars. */
export interface EquityCurve {
  /** P&L since before the first session, at the end of each. */
  readonly cumulative: readonly number[];
  readonly total: number;
  /** The lowest P&L of one session; 0 where there is none. */
  readonly worst: number;
  /** The largest fall from a peak, 0 or more; the curve begins at 0. */
  readonly maximumDrawdown: number;
}

/**
 * Adds up the P&L of sessions.
 *
 * Example: 100, −300, 50 and −200 stand at 100, −200, −150 and −350: the worst session is −300, and the
 * maximum drawdown 100 − (−350) = 450.
 */
export function equityCurve(pnls: readonly number[]): EquityCurve {
  const cumulative: number[] = [];
  let [total, peak, maximumDrawdown] = [0, 0, 0];
  for (const pnl of pnls) {
    total += pnl;
    peak = Math.max(peak, total);
    maximumDrawdown = Math.max(maximumDrawdown, peak - total);
    cumulative.push(total);
  }
  return { cumulative, total, worst: pnls.reduce((least, pnl) => Math.min(least, pnl), 0), maximumDrawdown };
}
