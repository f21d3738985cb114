import type { LimitBasis } from '../../../domain/ledger/traderDayFacts.ts';
import { DemoMoods, mustClose } from './demoMoods.ts';
import type { DemoSession } from './demoSession.ts';
import type { SimulatedFill } from './execution.ts';
import type { Market } from './market.ts';
import { obeyLimit } from './obeyLimit.ts';
import { demoTraders } from './presence.ts';
import { createRandom } from './random.ts';
import { type OvernightPosition, simulateTraderDay } from './traderDay.ts';
import type { DemoTrader } from './traders.ts';

/** The limit that a trader obeys on a session, dollars; null: none. */
export type LimitOf = (trader: string, sessionDate: string) => number | null;

export interface DeskSimulationOptions {
  readonly seed: number;
  readonly market: Market;
  /** What the platform measures against a limit. */
  readonly basis: LimitBasis;
  /** YYYY-MM. */
  readonly month: string;
}

/**
 * The traders of the demo desk in one month, session by session. A month begins afresh, without positions,
 * and each trader and session has a random stream of its own. So a desk that ends a day later has the same
 * sessions and one more, and no month needs the one before it.
 */
export class DeskSimulation {
  readonly #traders: readonly TraderSimulation[];

  constructor(options: DeskSimulationOptions) {
    this.#traders = demoTraders.map((trader) => new TraderSimulation(trader, options));
  }

  /** Who trades on a session of the month, in the order of `demoTraders`. */
  attending(session: DemoSession): readonly DemoTrader[] {
    return this.#traders.filter((each) => each.attends(session)).map(({ trader }) => trader);
  }

  /** Trades the next session of the month and returns the fills by trader, each in time order. */
  trade(session: DemoSession, limitOf: LimitOf): ReadonlyMap<DemoTrader, readonly SimulatedFill[]> {
    const days = this.#traders.map(
      (each) => [each.trader, each.trade(session, limitOf(each.trader.trader, session.date))] as const,
    );
    return new Map(days.filter(([, fills]) => fills.length > 0));
  }
}

class TraderSimulation {
  readonly trader: DemoTrader;
  readonly #options: DeskSimulationOptions;
  readonly #moods: DemoMoods;
  #held: readonly OvernightPosition[] = [];

  constructor(trader: DemoTrader, options: DeskSimulationOptions) {
    this.trader = trader;
    this.#options = options;
    this.#moods = new DemoMoods(options.seed, trader, options.market, options.month);
  }

  attends(session: DemoSession): boolean {
    return this.#moods.attends(session);
  }

  trade(session: DemoSession, limit: number | null): readonly SimulatedFill[] {
    const mood = this.#moods.nextMood(session);
    if (mood === null) return [];
    const { seed, market, basis } = this.#options;
    const { number } = session;
    const held = this.#held;
    const mayHoldOvernight = !mustClose(this.trader, session);
    const random = createRandom(seed, `${this.trader.account}/${number}`);
    const free = simulateTraderDay({ ...mood, session: number, market, random, held, mayHoldOvernight });
    const obeyed = limit === null ? null : obeyLimit(free.fills, limit, basis, { held, mayHoldOvernight });
    const day = obeyed ?? free;
    this.#held = day.held;
    this.#moods.recordResult(day.netPnl);
    return day.fills;
  }
}
