import type { Market } from './market.ts';
import type { Random } from './random.ts';
import { scriptedDay } from './script.ts';
import type { DemoTrader } from './traders.ts';
import type { DayPlan } from './trip.ts';

/** How a trader comes to the desk: settled before the session, from what went before it. */
export type DayMood = Pick<DayPlan, 'trader' | 'target' | 'intensity' | 'coversExitFees'>;

/** A trader's memory while the sessions go by. */
export interface Conduct {
  /** Asked once a session, oldest first; null on a day off. */
  comeIn(sessionsBack: number): DayMood | null;
  /** Told what the session that the trader came in for has brought, dollars net. */
  remember(netPnl: number): void;
}

/** A trader's own rough patches outlast the day: this much of today's is left tomorrow. */
const ROUGHNESS_MEMORY = 0.85;

/** A trader of the demo, whose last weeks are written. */
export class ScriptedConduct implements Conduct {
  #logRoughness = 0;
  #yesterday = 0;

  readonly #trader: DemoTrader;
  readonly #market: Market;
  readonly #random: Random;

  constructor(trader: DemoTrader, market: Market, random: Random) {
    this.#trader = trader;
    this.#market = market;
    this.#random = random;
  }

  comeIn(sessionsBack: number): DayMood | null {
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

  remember(netPnl: number): void {
    this.#yesterday = netPnl;
  }

  /** Positions are not left alone in the demo: a trader who holds something, or has a scripted day, comes in. */
  #attends(sessionsBack: number): boolean {
    const { attendance } = this.#trader;
    const present = this.#random.chance(attendance);
    return present || (attendance > 0.9 && sessionsBack < 30);
  }

  /** After a bad day a tilting trader comes back bigger. */
  #intensity(roughness: number): number {
    const { dailySigma, tilt } = this.#trader;
    const afterLoss = this.#yesterday < -0.7 * dailySigma ? 1 + 0.35 * tilt : 1;
    return Math.min(2.2, Math.max(0.6, roughness * afterLoss));
  }
}
