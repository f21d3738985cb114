/** One new low of the running P&L: enough to say, for any limit, when it would have stopped the trader. */
export interface LowWaterMark {
  /** The running P&L at its new low, dollars, below zero, on the mark's own basis. */
  readonly runningPnl: number;
  /** Realised plus unrealised P&L at that same fill, dollars: what stopping there would have left. */
  readonly totalPnl: number;
  readonly secondOfDay: number;
  /** Notional of today's open lots at that fill, dollars: what a stop would have had to trade out of. */
  readonly openNotional: number;
}

/** Basis of the running P&L a limit is compared with. */
export type LimitBasis = 'realised' | 'total';

/**
 * Everything the product keeps about one trader on one session; fills may be pruned, these never are.
 * A trip is a run of exits in one account and symbol: it ends when the position goes flat or is added to again.
 * Dollars unless the name says otherwise; null = cannot be known (no trip, no known time).
 */
export interface TraderDayFacts {
  readonly sessionDate: string;
  readonly trader: string;
  /** Realised P&L before fees. */
  readonly grossPnl: number;
  /** Debits minus rebates. */
  readonly fees: number;
  /** grossPnl − fees. */
  readonly netPnl: number;
  readonly fills: number;
  readonly orders: number;
  /** Fills whose time the source did not know; they count in P&L, not in the path. */
  readonly unknownTimeFills: number;
  readonly roundTrips: number;
  readonly winningTrips: number;
  readonly losingTrips: number;
  /** Sum over winning trips, ≥ 0. */
  readonly grossWin: number;
  /** Sum over losing trips as a loss, ≥ 0. */
  readonly grossLoss: number;
  readonly largestTripLoss: number;
  readonly shares: number;
  readonly notional: number;
  readonly symbols: number;
  /** Herfindahl index of the symbols' shares of notional, (0, 1]. */
  readonly symbolConcentration: number;
  /** Herfindahl index of the half-hours' shares of notional; null without a known time. */
  readonly halfHourConcentration: number | null;
  readonly firstFillSecond: number | null;
  readonly lastFillSecond: number | null;
  /** Notional traded before 12:00. */
  readonly morningNotional: number;
  readonly afternoonNotional: number;
  /** Realised net P&L before 12:00. */
  readonly morningPnl: number;
  /** Notional carried past the close, at the trader's own last price of the session, else at cost. */
  readonly overnightNotional: number;
  readonly medianHoldSecondsWinners: number | null;
  readonly medianHoldSecondsLosers: number | null;
  /** New entries, and active minutes, within min(15 min, median hold) after a losing exit. */
  readonly entriesAfterLoss: number;
  readonly minutesAfterLoss: number;
  /** New entries, and active minutes, in the rest of the trader's day. */
  readonly entriesOtherwise: number;
  readonly minutesOtherwise: number;
  /** Mean ln(size of the next entry / the day's median entry) after losing and after winning trips. */
  readonly meanLogSizeAfterLoss: number | null;
  readonly meanLogSizeAfterWin: number | null;
  /** Notional of fills that added to a losing position. */
  readonly notionalAddedBelowCost: number;
  /** Running total P&L at its best (≥ 0) and worst (≤ 0), and best minus its last value. */
  readonly bestRunningPnl: number | null;
  readonly worstRunningPnl: number | null;
  readonly giveBack: number | null;
  readonly lowWaterMarks: Readonly<Record<LimitBasis, readonly LowWaterMark[]>>;
}
