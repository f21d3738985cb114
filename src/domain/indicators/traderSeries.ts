import type { ErrorCode } from '../../shared/errorCodes.ts';
import { DecisionError } from '../../shared/errors.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { appendDay, createFactColumns, logOrderSize } from './factColumns.ts';
import { FloatArena } from './floatArena.ts';
import { RealisedSeries } from './realisedVolatility.ts';
import { nullIfUnknown, RingBuffer, unknownIfNull } from './ringBuffer.ts';
import { SCALE_WINDOW, Scale, scaledBy } from './scale.ts';
import type { SeriesEnd } from './seriesEnd.ts';
import { SortedWindow } from './sortedWindow.ts';

/** The longest window of any indicator, active sessions. */
export const SERIES_WINDOW_SESSIONS = 250;
/**
 * Active sessions to load: the longest window plus the window of the scale of its first r. More have no
 * effect.
 */
export const HISTORY_SESSIONS = SERIES_WINDOW_SESSIONS + SCALE_WINDOW;
/** Window of the sorted r, for quantiles of the tails, active sessions. */
export const TAIL_SESSIONS = 60;
/** Window of a trader's usual orders, notional and order size, active sessions. */
const HABIT_SESSIONS = 20;
/** All columns of a trader together: one chunk, because the rest of a second one would lie idle. */
export const SERIES_NUMBERS = 3283;

/**
 * The recent active sessions of a trader in columns, with values that are computed once when a session is
 * added. All indicators and models read from it. Apart from `length`, no value depends on more than the last
 * 310 active sessions. So a series loaded from the store equals, bit for bit, a series that a backtest
 * extended day by day.
 */
export class TraderSeries implements SeriesEnd {
  readonly trader: string;
  /** Number of active sessions ever added. */
  length = 0;
  /** Date of the last active session, YYYY-MM-DD; null before the first. */
  lastSession: string | null = null;
  /** S through the last active session, dollars; null below 20. */
  scale: number | null = null;
  /** S of forecasts: known from 10 active sessions on. */
  forecastScale: number | null = null;
  /** S through the active session before the last, dollars: the scale for results of the last session. */
  scaleBefore: number | null = null;
  readonly #arena = new FloatArena(SERIES_NUMBERS);
  /** Net P&L of the last 250 active sessions, dollars. */
  readonly netPnl = new RingBuffer(SERIES_WINDOW_SESSIONS, this.#arena);
  /** r of the last 250 active sessions; UNKNOWN while there is no scale. */
  readonly scaledPnl = new RingBuffer(SERIES_WINDOW_SESSIONS, this.#arena);
  /** The known r of the last 60 active sessions, ascending. */
  readonly sortedScaledPnl = new SortedWindow(TAIL_SESSIONS, this.#arena);
  /** The other facts that indicators use, one column each. */
  readonly facts = createFactColumns(this.#arena);
  /** ln of the number of orders, and ln of the notional, of the 20 active sessions before the last. */
  readonly usualOrders = new SortedWindow(HABIT_SESSIONS, this.#arena);
  readonly usualNotional = new SortedWindow(HABIT_SESSIONS, this.#arena);
  /** ln(notional / orders) of the last 20 active sessions. */
  readonly orderSizes = new SortedWindow(HABIT_SESSIONS, this.#arena);
  /** How wild the days were within the day. */
  readonly realised = new RealisedSeries(this.#arena);
  /**
   * Sessions with net P&L above 0 in the last 20 and 120, and below 0 in the last 250. Counts have no
   * rounding error.
   */
  wins20 = 0;
  wins120 = 0;
  losses250 = 0;
  /** Consecutive winning, and losing, sessions up to the last; at most 250. */
  winStreak = 0;
  lossStreak = 0;
  readonly #columns = Object.values(this.facts);
  readonly #scales: Scale;

  /**
   * `baseLimit` is the daily loss limit, dollars. Throws DecisionError unless it is finite and not negative.
   */
  constructor(trader: string, baseLimit: number) {
    this.trader = trader;
    this.#scales = new Scale(baseLimit, this.#arena);
  }

  /**
   * Adds the next active session. S is that of `uncensoredNetPnl`, the drawn close of a day that was stopped
   * at a limit in force, and so is the close that `realised` is calibrated to; every other figure is as seen.
   * Throws DecisionError for a day of another trader, for a day that is not after the last, and for a net P&L
   * that is not finite.
   */
  push(day: TraderDaySummary, uncensoredNetPnl = day.netPnl): void {
    this.#refuseWrong(day);
    const scale = this.#scales.push(uncensoredNetPnl, day.sessionDate);
    this.scaleBefore = this.scale;
    this.scale = scale;
    this.forecastScale = this.#scales.ofForecasts;
    const r = unknownIfNull(scaledBy(day.netPnl, this.scaleBefore));
    this.scaledPnl.push(r);
    this.sortedScaledPnl.push(r);
    this.#count(day.netPnl);
    this.netPnl.push(day.netPnl);
    this.#pushHabits();
    this.orderSizes.push(logOrderSize(day));
    this.realised.push(day, uncensoredNetPnl);
    appendDay(this.#columns, day);
    this.lastSession = day.sessionDate;
    this.length++;
  }

  get lastScaledPnl(): number | null {
    return nullIfUnknown(this.scaledPnl.fromEnd(0));
  }

  /** The number of active sessions in a window of `count`: fewer than `count` in a short history. */
  sessions(count: number): number {
    return Math.min(this.length, count);
  }

  #refuseWrong({ trader, sessionDate }: TraderDaySummary): void {
    if (trader !== this.trader) {
      throw refusal('foreign_day', `${sessionDate} of ${trader} under ${this.trader}`, 'days of one trader');
    }
    if (this.lastSession !== null && sessionDate <= this.lastSession) {
      const found = `${trader}: ${sessionDate} after ${this.lastSession}`;
      throw refusal('disordered_days', found, 'oldest first, no day twice');
    }
  }

  /** Adds the last session to the usual ones. Call it before the facts of the new day are added. */
  #pushHabits(): void {
    this.usualOrders.push(this.facts.logOrders.fromEnd(0));
    this.usualNotional.push(this.facts.logNotional.fromEnd(0));
  }

  /**
   * Updates the counts. Call it before `netPnl.push`, while the sessions that leave are still 20, 120 and 250
   * back.
   */
  #count(netPnl: number): void {
    this.winStreak = netPnl > 0 ? Math.min(this.winStreak + 1, SERIES_WINDOW_SESSIONS) : 0;
    this.lossStreak = netPnl < 0 ? Math.min(this.lossStreak + 1, SERIES_WINDOW_SESSIONS) : 0;
    this.wins20 += Number(netPnl > 0) - Number(this.netPnl.fromEnd(19) > 0);
    this.wins120 += Number(netPnl > 0) - Number(this.netPnl.fromEnd(119) > 0);
    this.losses250 += Number(netPnl < 0) - Number(this.netPnl.fromEnd(249) < 0);
  }
}

/** A DecisionError about the input of the indicators. */
export function refusal(code: ErrorCode, found: string, expected: string): DecisionError {
  return new DecisionError(code, `indicator input · ${found} · expected ${expected}`, {
    hint: 'Load the trader-day facts through the previous session only, one row per trader and session.',
  });
}
