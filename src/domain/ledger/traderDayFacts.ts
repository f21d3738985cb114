import type { OpenExposure } from './openExposure.ts';

/**
 * A new low of the running P&L below 0. The marks of a day show when any limit would have stopped the trader.
 */
export interface LowWaterMark {
  /** Running P&L at the new low, dollars, below 0, on the basis of the mark. */
  readonly runningPnl: number;
  /**
   * Realised plus unrealised P&L at the end of the same second, dollars: the P&L of a stop there, before
   * slippage.
   */
  readonly totalPnl: number;
  readonly secondOfDay: number;
  /** Notional of this session's open lots at that second, dollars: a stop would have to close them. */
  readonly openNotional: number;
}

/** The basis of the running P&L that a limit applies to. */
export type LimitBasis = 'realised' | 'total';

/**
 * The stored facts of one trader on one session, without the low-water marks. A morning reads the past only
 * from these rows. Fills may be pruned, facts never are. All accounts of the trader together; dollars unless
 * the name states another unit; null means unknown (no trip, or no known time).
 *
 * - A trip is a run of exits in one account and symbol. It ends when the position goes flat or changes side,
 *   when it is added to, or with the session. Its P&L is before fees; within a millionth of a dollar of 0 it
 *   is neither a win nor a loss. Its hold is the quantity-weighted mean over its lots of this session.
 * - An entry is a run of opening fills in one account and symbol, from flat, after exits, or from the start
 *   of the session. Its time is the time of its first fill, its size the notional of the run.
 *
 * Splitting a fill with an order id in two, at the same time and price, changes only `fills` and
 * `unknownTimeFills`.
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
  /** Distinct order ids per account. Each fill without an id counts as one order. */
  readonly orders: number;
  /** Fills of unknown time. They count in P&L but are not on the path. */
  readonly unknownTimeFills: number;
  readonly roundTrips: number;
  readonly winningTrips: number;
  readonly losingTrips: number;
  /** Sum of the gains of winning trips, ≥ 0. */
  readonly grossWin: number;
  /** Sum of the losses of losing trips, as a positive number, ≥ 0. */
  readonly grossLoss: number;
  /** Loss of the worst trip as a positive number; 0 if no trip lost. */
  readonly largestTripLoss: number;
  /** Quantity bought plus quantity sold, shares or contracts. */
  readonly shares: number;
  /** Σ quantity·|price|·multiplier over all fills. */
  readonly notional: number;
  /** Distinct symbols traded. */
  readonly symbols: number;
  /** Herfindahl index of the notional by symbol, above 0 to 1; 0 only where no notional was traded. */
  readonly symbolConcentration: number;
  /** Herfindahl index of the notional by half-hour, over fills of known time; null without such notional. */
  readonly halfHourConcentration: number | null;
  readonly firstFillSecond: number | null;
  readonly lastFillSecond: number | null;
  /**
   * Last second in which a fill opened or added to a position. Null where no fill of known time did, and for
   * days that a version before 0.5 computed.
   */
  readonly lastOpeningSecond: number | null;
  /** Notional traded before 12:00:00, and from 12:00:00 on. Fills of unknown time are in neither. */
  readonly morningNotional: number;
  readonly afternoonNotional: number;
  /** Realised net P&L of the fills before 12:00:00. */
  readonly morningPnl: number;
  /**
   * Notional of all open lots, traded today or not, at the trader's last price in the symbol, else at cost.
   */
  readonly overnightNotional: number;
  /** Median hold of winning and of losing trips, without trips whose hold is unknown or only overnight. */
  readonly medianHoldSecondsWinners: number | null;
  readonly medianHoldSecondsLosers: number | null;
  /**
   * Entries, and minutes between the first and last fill of known time, within w after the last exit of a
   * losing trip. w is the median hold of the day's trips, at least 1 and at most 15 minutes. An entry in the
   * same second as the exit counts if it comes later in the order of fills.
   */
  readonly entriesAfterLoss: number;
  readonly minutesAfterLoss: number;
  /** Entries of known time, and minutes, in the rest of the day. */
  readonly entriesOtherwise: number;
  readonly minutesOtherwise: number;
  /**
   * Mean of ln(size of the next entry in any symbol / median entry size of the day) after losing and after
   * winning trips of known exit time; null where no entry follows.
   */
  readonly meanLogSizeAfterLoss: number | null;
  readonly meanLogSizeAfterWin: number | null;
  /**
   * Notional of opening fills at a price worse than the average cost of the position, overnight lots
   * included.
   */
  readonly notionalAddedBelowCost: number;
  /**
   * Running total P&L, starting at 0: its best (≥ 0), its worst (≤ 0), and best less last value. Null without
   * times.
   */
  readonly bestRunningPnl: number | null;
  readonly worstRunningPnl: number | null;
  readonly giveBack: number | null;
}

/** The facts of a trader-day with its low-water marks and its exposure. */
export interface TraderDayFacts extends TraderDaySummary {
  /**
   * New lows of either basis, read at the end of each second with fills, in time order, each lower than the
   * last.
   */
  readonly lowWaterMarks: Readonly<Record<LimitBasis, readonly LowWaterMark[]>>;
  readonly openExposure: OpenExposure;
}
