import type { SimulatedFill } from './execution.ts';
import { createMarket, type Market } from './market.ts';
import { createRandom, type Random } from './random.ts';
import { scriptedDay } from './script.ts';
import { type OvernightPosition, simulateTraderDay } from './traderDay.ts';
import { DEMO_SESSIONS, type DemoTrader, demoTraders } from './traders.ts';

export interface SimulatedDesk {
  /** Sessions simulated; the last is 0 sessions back. */
  readonly sessions: number;
  /** Oldest session first; within a session by account, then in time order. */
  readonly fills: readonly SimulatedFill[];
}

const USUAL_SEED = 20;
/** A trader's own rough patches outlast the day: this much of today's is left tomorrow. */
const ROUGHNESS_MEMORY = 0.85;

/**
 * A desk of fifteen accounts over 140 sessions. It depends on the seed and on how many sessions a day lies before the
 * last one, never on dates, so that the desk looks the same whenever it is shown.
 */
export function simulateDesk(seed: number = USUAL_SEED): SimulatedDesk {
  const market = createMarket(seed, DEMO_SESSIONS);
  const fills = demoTraders.flatMap((trader) => simulateTrader(seed, trader, market));
  return { sessions: DEMO_SESSIONS, fills: fills.toSorted((a, b) => b.sessionsBack - a.sessionsBack) };
}

function simulateTrader(seed: number, trader: DemoTrader, market: Market): SimulatedFill[] {
  const moods = createRandom(seed, `${trader.account}/moods`);
  const fills: SimulatedFill[] = [];
  let held: readonly OvernightPosition[] = [];
  let logRoughness = 0;
  let yesterday = 0;
  for (let sessionsBack = trader.firstSession; sessionsBack >= trader.lastSession; sessionsBack -= 1) {
    logRoughness = ROUGHNESS_MEMORY * logRoughness + 0.14 * moods.normal();
    if (!attends(trader, sessionsBack, moods)) continue;
    const target = scriptedDay(trader, sessionsBack);
    const day = simulateTraderDay({
      trader,
      sessionsBack,
      market,
      random: createRandom(seed, `${trader.account}/${sessionsBack}`),
      held,
      target: target === null ? null : target * trader.dailySigma,
      intensity: intensity(trader, market.roughness(sessionsBack) * Math.exp(logRoughness), yesterday),
      mayHoldOvernight: sessionsBack > trader.lastSession || trader.lastSession === 0,
    });
    fills.push(...day.fills);
    held = day.held;
    yesterday = day.netPnl;
  }
  return fills;
}

/** Positions are not left alone in the demo: a trader who holds something, or has a scripted day, comes in. */
function attends(trader: DemoTrader, sessionsBack: number, moods: Random): boolean {
  const present = moods.chance(trader.attendance);
  return present || (trader.attendance > 0.9 && sessionsBack < 30);
}

/** After a bad day a tilting trader comes back bigger. */
function intensity(trader: DemoTrader, roughness: number, yesterday: number): number {
  const afterLoss = yesterday < -0.7 * trader.dailySigma ? 1 + 0.35 * trader.tilt : 1;
  return Math.min(2.2, Math.max(0.6, roughness * afterLoss));
}
