import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import { type BackOffice, createBackOffice, type SymbolTotals } from './backOffice.ts';
import { type DemoCalendar, demoPeriod, demoSession } from './simulation/demoSession.ts';
import { DeskSimulation, type LimitOf } from './simulation/deskSimulation.ts';
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

/** The desk with its fills and totals on real dates. */
export interface DemoDesk {
  /** Those who have traded. */
  readonly traders: readonly DemoTrader[];
  /** Oldest first. */
  readonly sessions: readonly string[];
  /** By session, time and account. */
  readonly fills: readonly DatedFill[];
  /** By account, then session. */
  readonly days: readonly AccountDay[];
}

export interface DemoDeskOptions {
  readonly seed?: number;
  /** What the platform measures against a limit; by default the total P&L. */
  readonly basis?: LimitBasis;
  /** The limits that the traders obey; by default their base limits. */
  readonly limitOf?: LimitOf;
}

const OPEN_SECOND = 9 * 3600 + 30 * 60;

/** A desk that trades one session after the other. */
export class TradingDesk {
  readonly #calendar: DemoCalendar;
  readonly #simulation: DeskSimulation;
  readonly #books: ReadonlyMap<DemoTrader, BackOffice>;
  readonly #due: { readonly sessionDate: string; readonly limitOf: LimitOf }[] = [];
  readonly #sessions: string[] = [];
  readonly #fills: DatedFill[] = [];
  readonly #days = new Map<DemoTrader, AccountDay[]>(demoTraders.map((trader) => [trader, []]));

  constructor(calendar: DemoCalendar, { basis = 'total', seed }: Omit<DemoDeskOptions, 'limitOf'> = {}) {
    this.#calendar = calendar;
    this.#simulation = new DeskSimulation(basis, seed);
    this.#books = new Map(demoTraders.map((trader) => [trader, createBackOffice()]));
  }

  /**
   * Trades sessions in order, the first of a month first. Each trader obeys the limit of `limitOf`. They are
   * traded when the desk is asked for: a store that has them already never asks, and they take seconds.
   */
  trade(sessions: readonly string[], limitOf: LimitOf): void {
    this.#due.push(...sessions.map((sessionDate) => ({ sessionDate, limitOf })));
  }

  /** Everything traded so far. */
  desk(): DemoDesk {
    for (const { sessionDate, limitOf } of this.#due.splice(0)) this.#tradeOne(sessionDate, limitOf);
    return {
      traders: demoTraders.filter((trader) => (this.#days.get(trader)?.length ?? 0) > 0),
      sessions: this.#sessions,
      fills: this.#fills,
      days: [...this.#days.values()].flat(),
    };
  }

  #tradeOne(sessionDate: string, limitOf: LimitOf): void {
    const session = demoSession(sessionDate, this.#calendar);
    const closeSecond = this.#calendar.closeSecond(sessionDate);
    const executed = this.#simulation.trade(session, limitOf);
    for (const [trader, fills] of executed) {
      const symbols = this.#books.get(trader)?.close(fills) ?? [];
      this.#days.get(trader)?.push({ trader, sessionDate, paysMarketData: session.place === 0, symbols });
    }
    const dated = [...executed.values()].flatMap((fills) =>
      fills.map((execution, at) => ({
        execution,
        sessionDate,
        secondOfDay: secondOf(execution, closeSecond),
        number: at + 1,
      })),
    );
    this.#fills.push(...dated.sort((a, b) => a.execution.dayShare - b.execution.dayShare));
    this.#sessions.push(sessionDate);
  }
}

/**
 * The demo desk through a session (YYYY-MM-DD). On a day with an early close, the times are compressed into
 * the shorter session.
 */
export function createDemoDesk(
  through: string,
  calendar: DemoCalendar,
  options: DemoDeskOptions = {},
): DemoDesk {
  const trading = new TradingDesk(calendar, options);
  const { first } = demoPeriod(through, calendar);
  trading.trade(calendar.sessionsBetween(first, through), options.limitOf ?? baseLimitOf);
  return trading.desk();
}

const baseLimits = new Map(demoTraders.map(({ trader, baseLimit }) => [trader, baseLimit]));

/** The base limit of a trader, dollars. */
export const baseLimitOf: LimitOf = (trader) => baseLimits.get(trader) ?? null;

function secondOf(fill: SimulatedFill, closeSecond: number): number {
  if (fill.timeUnknown) return 0;
  return OPEN_SECOND + Math.floor(fill.dayShare * (closeSecond - OPEN_SECOND));
}
