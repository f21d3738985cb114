import { type Conduct, ScriptedConduct } from './conduct.ts';
import type { SimulatedFill } from './execution.ts';
import { createMarket, type Market } from './market.ts';
import { createRandom } from './random.ts';
import { type OvernightPosition, simulateTraderDay } from './traderDay.ts';
import { DEMO_SESSIONS, type DemoTrader, demoTraders } from './traders.ts';
import { drawTraders, KnownConduct, type KnownTruth } from './truth.ts';

/** The demo with its written last weeks, or a desk drawn at random of which it is known whether there is anything to foresee. */
export type DeskPlan =
  | { readonly truth: 'script' }
  | { readonly truth: KnownTruth; readonly traders: number; readonly sessions: number };

export interface SimulatedDesk {
  readonly traders: readonly DemoTrader[];
  /** Sessions simulated; the last is 0 sessions back. */
  readonly sessions: number;
  /** Oldest session first; within a session by account, then in time order. */
  readonly fills: readonly SimulatedFill[];
}

const USUAL_SEED = 20;

/**
 * A desk of fifteen accounts over 140 sessions, unless the plan asks for another. It depends on the seed, on the plan and on
 * how many sessions a day lies before the last one, never on dates, so that the desk looks the same whenever it is shown.
 */
export function simulateDesk(seed: number = USUAL_SEED, plan: DeskPlan = { truth: 'script' }): SimulatedDesk {
  const { traders, sessions } = membersOf(seed, plan);
  const market = createMarket(seed, sessions);
  const fills = traders.flatMap((trader) => {
    const moods = createRandom(seed, `${trader.account}/moods`);
    const conduct =
      plan.truth === 'script'
        ? new ScriptedConduct(trader, market, moods)
        : new KnownConduct(trader, market, moods, plan.truth);
    return simulateTrader(seed, trader, market, conduct);
  });
  return { traders, sessions, fills: fills.toSorted((a, b) => b.sessionsBack - a.sessionsBack) };
}

function membersOf(seed: number, plan: DeskPlan): Pick<SimulatedDesk, 'traders' | 'sessions'> {
  if (plan.truth === 'script') return { traders: demoTraders, sessions: DEMO_SESSIONS };
  return { traders: drawTraders(seed, plan.traders, plan.sessions), sessions: plan.sessions };
}

function simulateTrader(seed: number, trader: DemoTrader, market: Market, conduct: Conduct): SimulatedFill[] {
  const fills: SimulatedFill[] = [];
  let held: readonly OvernightPosition[] = [];
  for (let sessionsBack = trader.firstSession; sessionsBack >= trader.lastSession; sessionsBack -= 1) {
    const mood = conduct.comeIn(sessionsBack);
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
    conduct.remember(day.netPnl);
  }
  return fills;
}
