import type { SimulatedFill } from './execution.ts';
import { drawTraders, KnownMoods, type KnownTruth } from './knownTruth.ts';
import { createMarket, type Market } from './market.ts';
import { createRandom } from './random.ts';
import { type OvernightPosition, simulateTraderDay } from './traderDay.ts';
import type { DemoTrader } from './traders.ts';

/** A random desk whose ground truth is known. */
export interface DeskPlan {
  readonly truth: KnownTruth;
  readonly traders: number;
  readonly sessions: number;
}

/** A simulated desk; the number of a session counts back from the last one, which is 0. */
export interface SimulatedDesk {
  readonly traders: readonly DemoTrader[];
  readonly sessions: number;
  /** Oldest session first; within a session by account, then in time order. */
  readonly fills: readonly SimulatedFill[];
}

/** Simulates the traders and sessions of the plan, without dates. It depends on seed and plan only. */
export function simulateDesk(seed: number, plan: DeskPlan): SimulatedDesk {
  const traders = drawTraders(seed, plan.traders);
  const market = createMarket(seed, plan.sessions);
  const fills = traders.flatMap((trader) => simulateTrader(seed, trader, market, plan));
  return { traders, sessions: plan.sessions, fills: fills.toSorted((a, b) => b.session - a.session) };
}

function simulateTrader(seed: number, trader: DemoTrader, market: Market, plan: DeskPlan): SimulatedFill[] {
  const { sessions } = plan;
  const moods = new KnownMoods(trader, market, createRandom(seed, `${trader.account}/moods`), plan);
  const fills: SimulatedFill[] = [];
  let held: readonly OvernightPosition[] = [];
  for (let session = sessions - 1; session >= 0; session -= 1) {
    const mood = moods.nextMood(session);
    if (mood === null) continue;
    const day = simulateTraderDay({
      ...mood,
      session,
      market,
      random: createRandom(seed, `${trader.account}/${session}`),
      held,
      mayHoldOvernight: true,
    });
    fills.push(...day.fills);
    held = day.held;
    moods.recordResult(day.netPnl);
  }
  return fills;
}
