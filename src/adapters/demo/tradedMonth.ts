import { createBackOffice, type SymbolTotals } from './backOffice.ts';
import type { DemoCalendar, DemoSession } from './simulation/demoSession.ts';
import { DeskSimulation, type DeskSimulationOptions, type LimitOf } from './simulation/deskSimulation.ts';
import type { SimulatedFill } from './simulation/execution.ts';
import { demoTraders } from './simulation/presence.ts';
import type { DemoTrader } from './simulation/traders.ts';

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
  /** Whether market data is charged on this session. */
  readonly paysMarketData: boolean;
  readonly symbols: readonly SymbolTotals[];
}

/** One session of the desk. */
interface TradedSession {
  /** By time and account. */
  readonly fills: readonly DatedFill[];
  /** By account. */
  readonly days: readonly AccountDay[];
}

const OPEN_SECOND = 9 * 3600 + 30 * 60;

/** One month of the desk. Its sessions are traded when they are asked for. */
export class TradedMonth {
  readonly #calendar: DemoCalendar;
  readonly #simulation: DeskSimulation;
  /** Nothing is held at the end of a month, so the books of the next one are new. */
  readonly #books = new Map(demoTraders.map((trader) => [trader, createBackOffice()]));
  readonly #due: { readonly session: DemoSession; readonly limitOf: LimitOf }[] = [];
  readonly #traded: TradedSession[] = [];

  /** @param month YYYY-MM */
  constructor(calendar: DemoCalendar, month: string, terms: Omit<DeskSimulationOptions, 'month'>) {
    this.#calendar = calendar;
    this.#simulation = new DeskSimulation({ ...terms, month });
  }

  /** Adds the next session of the month and returns who trades on it. */
  add(session: DemoSession, limitOf: LimitOf): readonly DemoTrader[] {
    this.#due.push({ session, limitOf });
    return this.#simulation.attending(session);
  }

  /** The sessions that were added so far, oldest first. */
  traded(): readonly TradedSession[] {
    for (const { session, limitOf } of this.#due.splice(0)) this.#traded.push(this.#trade(session, limitOf));
    return this.#traded;
  }

  #trade(session: DemoSession, limitOf: LimitOf): TradedSession {
    const { date: sessionDate, place } = session;
    const closeSecond = this.#calendar.closeSecond(sessionDate);
    const executed = [...this.#simulation.trade(session, limitOf)];
    const fills = executed.flatMap(([, own]) => own.map(dated(sessionDate, closeSecond)));
    return {
      fills: fills.sort((a, b) => a.execution.dayShare - b.execution.dayShare),
      days: executed.map(([trader, own]) => {
        const symbols = this.#books.get(trader)?.close(own) ?? [];
        return { trader, sessionDate, paysMarketData: place === 0, symbols };
      }),
    };
  }
}

function dated(
  sessionDate: string,
  closeSecond: number,
): (execution: SimulatedFill, at: number) => DatedFill {
  return (execution, at) => ({
    execution,
    sessionDate,
    secondOfDay: secondOf(execution, closeSecond),
    number: at + 1,
  });
}

function secondOf(fill: SimulatedFill, closeSecond: number): number {
  if (fill.timeUnknown) return 0;
  return OPEN_SECOND + Math.floor(fill.dayShare * (closeSecond - OPEN_SECOND));
}
