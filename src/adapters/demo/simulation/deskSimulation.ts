import type { LimitBasis } from '../../../domain/ledger/traderDayFacts.ts';
import { createDemoMarket } from './demoMarket.ts';
import { DemoMoods } from './demoMoods.ts';
import type { DemoSession } from './demoSession.ts';
import type { SimulatedFill } from './execution.ts';
import type { Market } from './market.ts';
import { obeyLimit } from './obeyLimit.ts';
import { demoTraders, isPresent } from './presence.ts';
import { createRandom } from './random.ts';
import { type OvernightPosition, simulateTraderDay } from './traderDay.ts';
import type { DemoTrader } from './traders.ts';

/** The limit that a trader obeys on a session, dollars; null: none. */
export type LimitOf = (trader: string, sessionDate: string) => number | null;

const USUAL_SEED = 20;

/**
 * The traders of the demo desk, session by session. Every month begins afresh, without positions, and each
 * trader and session has a random stream of its own. So a desk that ends a day later has the same sessions
 * and one more.
 */
export class DeskSimulation {
  readonly #traders: readonly TraderSimulation[];

  /** @param basis what the platform measures against a limit. */
  constructor(basis: LimitBasis, seed: number = USUAL_SEED) {
    const market = createDemoMarket(seed);
    this.#traders = demoTraders.map((trader) => new TraderSimulation(seed, trader, market, basis));
  }

  /**
   * Trades the next session and returns the fills by trader, each in time order. The first call is for the
   * first session of a month.
   */
  trade(session: DemoSession, limitOf: LimitOf): ReadonlyMap<DemoTrader, readonly SimulatedFill[]> {
    const days = this.#traders.map(
      (each) => [each.trader, each.trade(session, limitOf(each.trader.trader, session.date))] as const,
    );
    return new Map(days.filter(([, fills]) => fills.length > 0));
  }
}

class TraderSimulation {
  readonly trader: DemoTrader;
  readonly #seed: number;
  readonly #market: Market;
  readonly #basis: LimitBasis;
  #moods: DemoMoods | null = null;
  #held: readonly OvernightPosition[] = [];

  constructor(seed: number, trader: DemoTrader, market: Market, basis: LimitBasis) {
    this.#seed = seed;
    this.trader = trader;
    this.#market = market;
    this.#basis = basis;
  }

  trade(session: DemoSession, limit: number | null): readonly SimulatedFill[] {
    const moods = this.#moodsOf(session);
    const mood = moods.nextMood(session);
    if (mood === null || !isPresent(this.trader, session.date)) return [];
    const { number, isLastOfMonth } = session;
    const held = this.#held;
    const free = simulateTraderDay({
      ...mood,
      session: number,
      market: this.#market,
      random: createRandom(this.#seed, `${this.trader.account}/${number}`),
      held,
      mayHoldOvernight: !isLastOfMonth,
    });
    const day = limit === null ? free : (obeyLimit(free.fills, limit, this.#basis, held) ?? free);
    this.#held = day.held;
    moods.recordResult(day.netPnl);
    return day.fills;
  }

  #moodsOf({ month, place }: DemoSession): DemoMoods {
    if (this.#moods === null || place === 0)
      this.#moods = new DemoMoods(this.#seed, this.trader, this.#market, month);
    return this.#moods;
  }
}
