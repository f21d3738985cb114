/** One new low of the running P&L: enough to say, for any limit, when it would have stopped the trader. */
export interface LowWaterMark {
  /** The running P&L at its new low, dollars, below zero, on the mark's own basis. */
  readonly runningPnl: number;
  /** Realised plus unrealised P&L at the end of that same second, dollars: what stopping there would have left. */
  readonly totalPnl: number;
  readonly secondOfDay: number;
  /** Notional of today's open lots then, dollars: what a stop would have had to trade out of. */
  readonly openNotional: number;
}

/** Basis of the running P&L a limit is compared with. */
export type LimitBasis = 'realised' | 'total';

/**
 * What the product keeps about one trader on one session but for the path within it: all that a morning reads of the
 * past. Fills may be pruned, these never are.
 * All accounts of the trader together. Dollars unless the name says otherwise; null = cannot be known (no trip, no known time).
 *
 * - A trip is a run of exits in one account and symbol: it ends when the position goes flat or through flat to the
 *   other side, when it is added to again, or with the session. Its P&L is before fees; within a millionth of a dollar
 *   of 0 it is neither won nor lost. Its hold is the quantity-weighted mean over its lots of this session.
 * - An entry is a run of opening fills in one account and symbol, from flat, after exits, or from the session's start;
 *   its time is that of its first fill, its size the notional of the whole run.
 *
 * Splitting a fill in two at its time and price changes `fills` (and `unknownTimeFills`), nothing else.
 */
export interface TraderDaySummary {
  readonly sessionDate: string;
  readonly trader: string;
  /** Realised P&L before fees. */
  readonly grossPnl: number;
  /** Debits minus rebates. */
  readonly fees: number;
  /** grossPnl − fees. */
  readonly netPnl: number;
  readonly fills: number;
  /** Distinct order ids per account; a fill without an id is an order of its own. */
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
  /** The worst single trip's loss, ≥ 0; 0 where none lost. */
  readonly largestTripLoss: number;
  /** Sum of quantities bought and sold, shares or contracts. */
  readonly shares: number;
  /** Σ quantity·|price|·multiplier over bought and sold. */
  readonly notional: number;
  /** Distinct symbols traded. */
  readonly symbols: number;
  /** Herfindahl index of the symbols' shares of notional, (0, 1]; 0 only where no notional was traded at all. */
  readonly symbolConcentration: number;
  /** Herfindahl index of the half-hours' shares of notional at known times; null without any. */
  readonly halfHourConcentration: number | null;
  readonly firstFillSecond: number | null;
  readonly lastFillSecond: number | null;
  /** Notional traded before 12:00:00, and from then on; unknown times are in neither. */
  readonly morningNotional: number;
  readonly afternoonNotional: number;
  /** Realised net P&L of the fills known to be before 12:00:00. */
  readonly morningPnl: number;
  /** |Notional| of all lots left open, untouched ones too, at the trader's own last price in the symbol, else at cost. */
  readonly overnightNotional: number;
  /** Median hold of winning, and of losing, trips; trips of unknown or only overnight holds aside. */
  readonly medianHoldSecondsWinners: number | null;
  readonly medianHoldSecondsLosers: number | null;
  /**
   * Entries begun, and minutes between the first and last known fill, within w after a losing trip's last exit;
   * w = min(15 min, median hold of the day's trips), at least 1 min. An entry in the exit's own second counts if it
   * comes later in the order of fills.
   */
  readonly entriesAfterLoss: number;
  readonly minutesAfterLoss: number;
  /** Entries of known time, and minutes, in the rest of the trader's day. */
  readonly entriesOtherwise: number;
  readonly minutesOtherwise: number;
  /**
   * Mean ln(size of the next entry in any symbol / the day's median entry) after losing, and after winning, trips of
   * known exit; null where no entry follows one.
   */
  readonly meanLogSizeAfterLoss: number | null;
  readonly meanLogSizeAfterWin: number | null;
  /** Notional of opening fills priced worse than the average cost of the position they added to, overnight lots included. */
  readonly notionalAddedBelowCost: number;
  /** Running total P&L, from 0, at its best (≥ 0) and worst (≤ 0), and best minus its last value; null without a known time. */
  readonly bestRunningPnl: number | null;
  readonly worstRunningPnl: number | null;
  readonly giveBack: number | null;
  /** Read at the end of each second that has fills, in time order, each lower than the one before. */
}

/** A session's summary and its low-water marks, which answer for any limit when it would have stopped the trader. */
export interface TraderDayFacts extends TraderDaySummary {
  readonly lowWaterMarks: Readonly<Record<LimitBasis, readonly LowWaterMark[]>>;
}
