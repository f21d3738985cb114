import type { Calendar } from '../../domain/session/calendar.ts';
import { createBackOffice, type SymbolTotals } from './backOffice.ts';
import { simulateDesk } from './simulation/desk.ts';
import type { SimulatedFill } from './simulation/execution.ts';
import { type DemoTrader, demoTraders } from './simulation/traders.ts';

/** The part of a calendar that the demo uses. */
export type DemoCalendar = Pick<Calendar, 'previousSession' | 'closeSecond'>;

/** A simulated fill with its date and time. */
export interface DatedFill {
  readonly execution: SimulatedFill;
  readonly sessionDate: string;
  /** Seconds since midnight; 0 when the time is unknown, as PropReports sends it. */
  readonly secondOfDay: number;
  /** Number of the fill within its account and session, from 1. */
  readonly number: number;
}

/** The totals of one account's session. */
export interface AccountDay {
  readonly trader: DemoTrader;
  readonly sessionDate: string;
  readonly sessionsBack: number;
  readonly symbols: readonly SymbolTotals[];
}

/** The desk with its fills and totals on real dates. */
export interface DemoDesk {
  readonly traders: readonly DemoTrader[];
  /** Oldest first. */
  readonly sessions: readonly string[];
  /** By session, time and account. */
  readonly fills: readonly DatedFill[];
  /** By account, then session. */
  readonly days: readonly AccountDay[];
}

const OPEN_SECOND = 9 * 3600 + 30 * 60;

/**
 * Gives the simulated desk the dates of the sessions up to `through` (YYYY-MM-DD). On a day with an early
 * close, the times are compressed into the shorter session.
 */
export function createDemoDesk(through: string, calendar: DemoCalendar, seed?: number): DemoDesk {
  const desk = simulateDesk(seed);
  const dates = datesBack(through, desk.sessions, calendar);
  const closes = dates.map((date) => calendar.closeSecond(date));
  const byAccount = grouped(desk.fills, (fill) => fill.account);
  const days: AccountDay[] = [];
  const fills: DatedFill[] = [];
  for (const trader of demoTraders) {
    const books = createBackOffice();
    const bySession = grouped(byAccount.get(trader.account) ?? [], (fill) => fill.sessionsBack);
    for (const [sessionsBack, sessionFills] of bySession) {
      const sessionDate = dates[sessionsBack] ?? '';
      days.push({ trader, sessionDate, sessionsBack, symbols: books.close(sessionFills) });
      for (const [at, execution] of sessionFills.entries())
        fills.push({
          execution,
          sessionDate,
          secondOfDay: secondOf(execution, closes[sessionsBack] ?? 0),
          number: at + 1,
        });
    }
  }
  const inOrder = fills.toSorted((a, b) => byTime(a.execution, b.execution));
  return { traders: demoTraders, sessions: dates.toReversed(), fills: inOrder, days };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function byTime(a: SimulatedFill, b: SimulatedFill): number {
  return b.sessionsBack - a.sessionsBack || a.dayShare - b.dayShare;
}

/** The dates, newest first, so that the index is the number of sessions back. */
function datesBack(through: string, count: number, calendar: DemoCalendar): string[] {
  const dates = [through];
  for (let date = through; dates.length < count; dates.push(date)) date = calendar.previousSession(date);
  return dates;
}

function secondOf(fill: SimulatedFill, closeSecond: number): number {
  if (fill.timeUnknown) return 0;
  return OPEN_SECOND + Math.floor(fill.dayShare * (closeSecond - OPEN_SECOND));
}
