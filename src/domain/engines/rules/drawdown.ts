/** Active sessions of the drawdown and of the trader's own worst days. */
export const RULES_WINDOW_SESSIONS = 60;
/** A drawdown is fresh while its low is one of the last so many active sessions. */
const FRESH_SESSIONS = 5;
/** A drawdown is no longer fresh once this share of it has been recovered. */
const STALE_RECOVERY = 0.25;

/** What a drawdown is computed from. */
export interface DrawdownInput {
  /** Net P&L of the last active sessions, dollars, oldest first; the last 60 count. */
  readonly netPnl: ArrayLike<number>;
  /** Dollars; the drawdown is a share of it. */
  readonly riskCapital: number;
}

/** How far a trader stands below the best point of the last 60 active sessions. */
export interface Drawdown {
  /** Peak less the sum today, dollars; 0 at the peak. */
  readonly dollars: number;
  /**
   * How many active sessions ago the sum stood at its peak, 0 for the last session; null where it was never
   * as high again as before the first of the 60.
   */
  readonly sessionsSincePeak: number | null;
  /** How many active sessions ago the sum stood at its low since that peak, 0 for the last session. */
  readonly sessionsSinceLow: number;
  /** Peak less low, dollars. */
  readonly depth: number;
  /** Share of the depth that was recovered since the low, 0-1; 0 at the peak. */
  readonly recovered: number;
  /** Whether the drawdown rule counts it: a low of the last 5 active sessions, under a quarter recovered. */
  readonly isFresh: boolean;
}

/**
 * The fall from the best point of the last 60 sessions, in percent of the risk capital; 0 at the best point.
 *
 * Example: +1000 and then -3000 with a risk capital of 100,000 dollars is a drawdown of 3 %.
 */
export function drawdownPct({ netPnl, riskCapital }: DrawdownInput): number {
  let total = 0;
  let peak = 0;
  for (let day = Math.max(netPnl.length - RULES_WINDOW_SESSIONS, 0); day < netPnl.length; day++) {
    total += netPnl[day]!;
    if (total > peak) peak = total;
  }
  return (100 * (peak - total)) / riskCapital;
}

/**
 * The drawdown with its peak, its low and its recovery (docs/methods.md, section 5). The sum of net P&L
 * starts at 0 before the first of the last 60 active sessions.
 *
 * - Peak: the highest sum, the start included. Among equals the newest counts.
 * - Low: the lowest sum since the peak. Among equals the newest counts: a low that is touched again is new.
 * - Recovered: (sum today − low) / (peak − low).
 *
 * Example: 2,000, −9,000, −9,000, 1,000, 1,440. The peak is 2,000 and the low −16,000, two sessions before
 * the last. The sum today is −13,560: a drawdown of $15,560, of which 2,440 / 18,000 = 13.6 % were recovered.
 * It is fresh. One more gain of 2,060 makes it a quarter, and the drawdown stale.
 */
export function drawdownOf(netPnl: ArrayLike<number>): Drawdown {
  const first = Math.max(netPnl.length - RULES_WINDOW_SESSIONS, 0);
  let total = 0;
  let peak = 0;
  let low = 0;
  let peakDay = first - 1;
  let lowDay = first - 1;
  for (let day = first; day < netPnl.length; day++) {
    total += netPnl[day]!;
    if (total >= peak) [peak, peakDay, low, lowDay] = [total, day, total, day];
    else if (total <= low) [low, lowDay] = [total, day];
  }
  const last = netPnl.length - 1;
  const depth = peak - low;
  const recovered = depth === 0 ? 0 : (total - low) / depth;
  return {
    dollars: peak - total,
    sessionsSincePeak: peakDay < first ? null : last - peakDay,
    sessionsSinceLow: Math.max(last - lowDay, 0),
    depth,
    recovered,
    isFresh: isFresh(last - lowDay, recovered),
  };
}

/**
 * Dollars that a trader may lose on the next session before the drawdown rule fires at `percent` of the risk
 * capital; 0 or less: it fires after any loss. A drawdown beyond the bound that is stale fires again at a new
 * low, or while its low is recent, once less than a quarter of it is recovered.
 *
 * Example: risk capital $100,000, a depth of $20,000 that ended three weeks ago, $8,000 of it recovered: the
 * drawdown is 12 %, so 15 % are $3,000 away. But it counts from a new low on: $8,000.
 */
export function roomDollars({ netPnl, riskCapital }: DrawdownInput, percent: number): number {
  const { dollars, depth, recovered, sessionsSinceLow } = drawdownOf(netPnl);
  const toBound = (riskCapital * percent) / 100 - dollars;
  const toLow = depth * recovered;
  const isRecentLow = sessionsSinceLow + 1 < FRESH_SESSIONS;
  return Math.max(toBound, isRecentLow ? toLow - STALE_RECOVERY * depth : toLow);
}

function isFresh(sessionsSinceLow: number, recovered: number): boolean {
  return sessionsSinceLow < FRESH_SESSIONS && recovered < STALE_RECOVERY;
}
