import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';

/** With fewer round trips, a day's trips say little about how it swung. */
const LEAST_TRIPS = 3;

/** What the path of one day says about the size of its swings, dollars. */
export interface DayMeasures {
  /** V: (gross win + gross loss) / √(round trips). */
  readonly tripSwing: number;
  /** R: best running P&L − worst running P&L, the start at 0 included, at least |net P&L|. */
  readonly dayRange: number;
  /** Whether the day had three round trips or more. */
  readonly hasTrips: boolean;
}

/**
 * Returns the measures of a day. Both are as seen, but R is at least |uncensored net P&L|: the day of a
 * stopped trader would have gone on. V is |net P&L| without a round trip, and where all trips were even. R is
 * |net P&L| where no time is known.
 *
 * Example: 9 trips that won $1,000 and lost $700, best $400, worst −$150, net $250: V = 1,700/3 = $566.67,
 * R = $550.
 *
 * Source: docs/methods.md, section 6; range: Parkinson (1980).
 */
export function dayMeasures(day: TraderDaySummary, uncensoredNetPnl = day.netPnl): DayMeasures {
  const { roundTrips, grossWin, grossLoss } = day;
  const swing = roundTrips > 0 ? (grossWin + grossLoss) / Math.sqrt(roundTrips) : 0;
  const range = Math.max(day.bestRunningPnl ?? 0, 0) - Math.min(day.worstRunningPnl ?? 0, 0);
  return {
    tripSwing: swing > 0 ? swing : Math.abs(day.netPnl),
    dayRange: Math.max(range, Math.abs(uncensoredNetPnl)),
    hasTrips: roundTrips >= LEAST_TRIPS,
  };
}
