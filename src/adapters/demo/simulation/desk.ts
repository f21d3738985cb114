import type { SimulatedFill } from './execution.ts';
import { drawTraders, KnownMoods, type KnownTruth } from './knownTruth.ts';
import { createMarket, type Market } from './market.ts';
import { type MoodModel, ScriptedMoods } from './mood.ts';
import { createRandom } from './random.ts';
import { type OvernightPosition, simulateTraderDay } from './traderDay.ts';
import { DEMO_SESSIONS, type DemoTrader, demoTraders } from './traders.ts';

/** The demo with its scripted last weeks, or a random desk whose ground truth is known. */
export type DeskPlan =
  | { readonly truth: 'script' }
  | { readonly truth: KnownTruth; readonly traders: number; readonly sessions: number };

/** A simulated desk; its sessions are counted back from the last one. */
export interface SimulatedDesk {
  readonly traders: readonly DemoTrader[];
  /** Sessions simulated; the last is 0 sessions back. */
  readonly sessions: number;
  /** Oldest session first; within a session by account, then in time order. */
  readonly fills: readonly SimulatedFill[];
}

const USUAL_SEED = 20;

/**
 * Simulates a desk: by default fifteen accounts over 140 sessions, or the traders and sessions of the plan.
 * It depends on seed and plan, and not on dates, so the demo shows the same desk on every day.
 */
export function simulateDesk(seed: number = USUAL_SEED, plan: DeskPlan = { truth: 'script' }): SimulatedDesk {
  const { traders, sessions } = tradersOf(seed, plan);
  const market = createMarket(seed, sessions);
  const fills = traders.flatMap((trader) => {
    const moods = createRandom(seed, `${trader.account}/moods`);
    const moodModel =
      plan.truth === 'script'
        ? new ScriptedMoods(trader, market, moods)
        : new KnownMoods(trader, market, moods, plan.truth);
    return simulateTrader(seed, trader, market, moodModel);
  });
  return { traders, sessions, fills: fills.toSorted((a, b) => b.sessionsBack - a.sessionsBack) };
}

function tradersOf(seed: number, plan: DeskPlan): Pick<SimulatedDesk, 'traders' | 'sessions'> {
  if (plan.truth === 'script') return { traders: demoTraders, sessions: DEMO_SESSIONS };
  return { traders: drawTraders(seed, plan.traders, plan.sessions), sessions: plan.sessions };
}

function simulateTrader(
  seed: number,
  trader: DemoTrader,
  market: Market,
  moodModel: MoodModel,
): SimulatedFill[] {
  const fills: SimulatedFill[] = [];
  let held: readonly OvernightPosition[] = [];
  for (let sessionsBack = trader.firstSession; sessionsBack >= trader.lastSession; sessionsBack -= 1) {
    const mood = moodModel.nextMood(sessionsBack);
    if (mood === null) continue;
    const day = simulateTraderDay({
      ...mood,
      sessionsBack,
      market,
      random: createRandom(seed, `${trader.account}/${sessionsBack}`),
      held,
      mayHoldOvernight: sessionsBack > trader.lastSession || trader.lastSession === 0,
    });
    fills.push(...day.fills);
    held = day.held;
    moodModel.recordResult(day.netPnl);
  }
  return fills;
}
