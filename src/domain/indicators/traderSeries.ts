import { DecisionError } from '../../shared/errors.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { emptyFactColumns, logOrderSize, pushFacts } from './factColumns.ts';
import { FloatArena } from './floatArena.ts';
import { orUnknown, RingBuffer } from './ringBuffer.ts';
import { SCALE_WINDOW, Scale, scaledBy } from './scale.ts';
import { SortedWindow } from './sortedWindow.ts';

/** The most active sessions that any indicator looks back on. */
export const WINDOW_SESSIONS = 250;
/** Active sessions to load a trader: the window, and the scale behind the window's first r. More changes nothing. */
export const HISTORY_SESSIONS = WINDOW_SESSIONS + SCALE_WINDOW;
/** Active sessions whose r are kept in order of size, for the tails. */
export const TAIL_SESSIONS = 60;
/** Active sessions that a trader's habits of size are taken from. */
const HABIT_SESSIONS = 20;
/** Two such pieces hold all columns of a trader. */
const ROOM_NUMBERS = 2048;

/**
 * One trader as the indicators and the models see it: the last active sessions in columns, and what is worth working out once
 * when a day comes. Nothing that can be read from it depends on more than the last 310 active sessions, so that a morning's
 * series, loaded from the store, and a backtest's, grown day by day, are the same to the last bit.
 */
export class TraderSeries {
  readonly trader: string;
  /** Active sessions ever pushed. */
  length = 0;
  /** Date of the last active session, YYYY-MM-DD; null before the first. */
  lastSession: string | null = null;
  /** S through the last active session, dollars; null below 20. */
  scale: number | null = null;
  /** S through the active session before the last: the ruler of everything that happened on the last. */
  scaleBefore: number | null = null;
  readonly #room = new FloatArena(ROOM_NUMBERS);
  /** Net P&L of the last 250 active sessions, dollars. */
  readonly netPnl = new RingBuffer(WINDOW_SESSIONS, this.#room);
  /** r of the last 250 active sessions, one each: net / S(active session before); UNKNOWN while there is no scale. */
  readonly scaledPnl = new RingBuffer(WINDOW_SESSIONS, this.#room);
  /** The known r of the last 60 active sessions, by size. */
  readonly sortedScaledPnl = new SortedWindow(TAIL_SESSIONS, this.#room);
  /** What else the indicators look at, a column a fact. */
  readonly facts = emptyFactColumns(this.#room);
  /** ln of the orders, and of the notional, of the 20 active sessions before the last. */
  readonly usualOrders = new SortedWindow(HABIT_SESSIONS, this.#room);
  readonly usualNotional = new SortedWindow(HABIT_SESSIONS, this.#room);
  /** ln(notional / orders) of the last 20 active sessions. */
  readonly orderSizes = new SortedWindow(HABIT_SESSIONS, this.#room);
  /** Sessions that ended above 0 among the last 20 and 120, and below 0 among the last 250: counted, so exact for ever. */
  wins20 = 0;
  wins120 = 0;
  losses250 = 0;
  /** Sessions won, and lost, in a row up to the last; 250 at most. */
  winStreak = 0;
  lossStreak = 0;
  readonly #columns = Object.values(this.facts);
  readonly #scales: Scale;

  /** `baseLimit` is the daily loss limit, dollars. Throws DecisionError unless it is finite and not negative. */
  constructor(trader: string, baseLimit: number) {
    this.trader = trader;
    this.#scales = new Scale(baseLimit, this.#room);
  }

  /**
   * Adds the next active session. Throws DecisionError for another trader's day, one that is not after the last, or a net
   * P&L that is not a finite number.
   */
  push(day: TraderDaySummary): void {
    this.#refuseWrong(day);
    const scale = this.#scales.push(day.netPnl, day.sessionDate);
    this.scaleBefore = this.scale;
    this.scale = scale;
    const r = orUnknown(scaledBy(day.netPnl, this.scaleBefore));
    this.scaledPnl.push(r);
    this.sortedScaledPnl.push(r);
    this.#count(day.netPnl);
    this.netPnl.push(day.netPnl);
    this.#pushHabits();
    this.orderSizes.push(logOrderSize(day));
    pushFacts(this.#columns, day);
    this.lastSession = day.sessionDate;
    this.length++;
  }

  /** Of the last `count` active sessions, how many there were. */
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

  /** Before the facts of a new day come: what was the last day becomes one of the usual ones. */
  #pushHabits(): void {
    this.usualOrders.push(this.facts.logOrders.fromEnd(0));
    this.usualNotional.push(this.facts.logNotional.fromEnd(0));
  }

  /** Before the session joins `netPnl`: the ones that leave the counts are still 20, 120 and 250 back. */
  #count(netPnl: number): void {
    this.winStreak = netPnl > 0 ? Math.min(this.winStreak + 1, WINDOW_SESSIONS) : 0;
    this.lossStreak = netPnl < 0 ? Math.min(this.lossStreak + 1, WINDOW_SESSIONS) : 0;
    this.wins20 += Number(netPnl > 0) - Number(this.netPnl.fromEnd(19) > 0);
    this.wins120 += Number(netPnl > 0) - Number(this.netPnl.fromEnd(119) > 0);
    this.losses250 += Number(netPnl < 0) - Number(this.netPnl.fromEnd(249) < 0);
  }
}

/** A trader's series of the days given, oldest first; throws as the constructor and `push` do. */
export function seriesOf(trader: string, baseLimit: number, days: readonly TraderDaySummary[]): TraderSeries {
  const series = new TraderSeries(trader, baseLimit);
  for (const day of days) series.push(day);
  return series;
}

/** An error about what the indicators were given. */
export function refusal(code: string, found: string, expected: string): DecisionError {
  return new DecisionError(code, `indicator input · ${found} · expected ${expected}`, {
    hint: 'Load the trader-day facts through the previous session only, one row per trader and session.',
  });
}
