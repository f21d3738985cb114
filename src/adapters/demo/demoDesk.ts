import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import { monthOf } from '../../domain/session/isoDate.ts';
import { createDemoMarket } from './simulation/demoMarket.ts';
import { type DemoCalendar, demoPeriod, demoSession } from './simulation/demoSession.ts';
import type { DeskSimulationOptions, LimitOf } from './simulation/deskSimulation.ts';
import { demoTraders } from './simulation/presence.ts';
import type { DemoTrader } from './simulation/traders.ts';
import { type AccountDay, type DatedFill, TradedMonth } from './tradedMonth.ts';

/** The desk with its fills and totals on real dates. */
export interface DemoDesk {
  /** Those who have traded, with the sessions on which they did, oldest first. */
  readonly attendance: ReadonlyMap<DemoTrader, readonly string[]>;
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

const USUAL_SEED = 20;

/** A desk that trades one session after the other. */
export class TradingDesk {
  readonly #calendar: DemoCalendar;
  readonly #terms: Omit<DeskSimulationOptions, 'month'>;
  readonly #months = new Map<string, TradedMonth>();
  readonly #attendance = new Map<DemoTrader, string[]>(demoTraders.map((trader) => [trader, []]));
  readonly #sessions: string[] = [];

  constructor(
    calendar: DemoCalendar,
    { basis = 'total', seed = USUAL_SEED }: Omit<DemoDeskOptions, 'limitOf'> = {},
  ) {
    this.#calendar = calendar;
    this.#terms = { basis, seed, market: createDemoMarket(seed) };
  }

  /** The sessions traded so far, oldest first. */
  get sessions(): readonly string[] {
    return this.#sessions;
  }

  /** Those who have traded, with the sessions on which they did, oldest first. */
  get attendance(): DemoDesk['attendance'] {
    return new Map([...this.#attendance].filter(([, dates]) => dates.length > 0));
  }

  /**
   * Trades sessions in order, the first of a month first. Each trader obeys the limit of `limitOf`. A month
   * is traded when the desk is asked for it: a store that has it already never asks, and it takes a second.
   */
  trade(sessions: readonly string[], limitOf: LimitOf): void {
    for (const date of sessions) {
      const session = demoSession(date, this.#calendar);
      const month =
        this.#months.get(session.month) ?? new TradedMonth(this.#calendar, session.month, this.#terms);
      this.#months.set(session.month, month);
      for (const trader of month.add(session, limitOf)) this.#attendance.get(trader)?.push(date);
      this.#sessions.push(date);
    }
  }

  /**
   * Everything traded so far; the fills and days from the month of `from` on (YYYY-MM-DD), by default all.
   */
  desk(from = ''): DemoDesk {
    const months = [...this.#months].filter(([month]) => month >= monthOf(from));
    const traded = months.flatMap(([, each]) => each.traded());
    const days = traded.flatMap((each) => each.days);
    return {
      attendance: this.attendance,
      sessions: this.#sessions,
      fills: traded.flatMap(({ fills }) => fills),
      days: demoTraders.flatMap((trader) => days.filter((day) => day.trader === trader)),
    };
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
