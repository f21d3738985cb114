import type { Market } from './market.ts';
import type { Random } from './random.ts';
import { scriptedDay } from './script.ts';
import type { DemoTrader } from './traders.ts';
import type { DayPlan } from './trip.ts';

/** The state of a trader on a day, decided before the session from the sessions before it. */
export type DayMood = Pick<DayPlan, 'trader' | 'target' | 'intensity' | 'coversExitFees'>;

/** Decides a trader's mood session by session. */
export interface MoodModel {
  /** The mood on a session; null on a day off. Call it once per session, oldest first. */
  nextMood(sessionsBack: number): DayMood | null;
  /** Records the net P&L in dollars of the session of the last mood. */
  recordResult(netPnl: number): void;
}

/** Autocorrelation of the logarithm of a trader's own volatility from one session to the next. */
const ROUGHNESS_MEMORY = 0.85;

/** Moods of a trader of the demo, whose last weeks follow a script. */
export class ScriptedMoods implements MoodModel {
  #logRoughness = 0;
  #previousNetPnl = 0;

  readonly #trader: DemoTrader;
  readonly #market: Market;
  readonly #random: Random;

  constructor(trader: DemoTrader, market: Market, random: Random) {
    this.#trader = trader;
    this.#market = market;
    this.#random = random;
  }

  nextMood(sessionsBack: number): DayMood | null {
    const trader = this.#trader;
    const market = this.#market;
    const random = this.#random;
    this.#logRoughness = ROUGHNESS_MEMORY * this.#logRoughness + 0.14 * random.normal();
    if (!this.#attends(sessionsBack)) return null;
    const target = scriptedDay(trader, sessionsBack);
    return {
      trader,
      target: target === null ? null : target * trader.dailySigma,
      intensity: this.#intensity(market.roughness(sessionsBack) * Math.exp(this.#logRoughness)),
      coversExitFees: false,
    };
  }

  recordResult(netPnl: number): void {
    this.#previousNetPnl = netPnl;
  }

  /** Regular traders attend each of the last 30 sessions, because scripted days need them. */
  #attends(sessionsBack: number): boolean {
    const { attendance } = this.#trader;
    const present = this.#random.chance(attendance);
    return present || (attendance > 0.9 && sessionsBack < 30);
  }

  /** A trader with tilt trades larger after a loss of more than 0.7 daily sigma. */
  #intensity(roughness: number): number {
    const { dailySigma, tilt } = this.#trader;
    const afterLoss = this.#previousNetPnl < -0.7 * dailySigma ? 1 + 0.35 * tilt : 1;
    return Math.min(2.2, Math.max(0.6, roughness * afterLoss));
  }
}
