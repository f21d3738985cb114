import type { DayMood } from './dayMood.ts';
import type { DemoSession } from './demoSession.ts';
import type { Market } from './market.ts';
import { isPresent } from './presence.ts';
import { createRandom, type Random } from './random.ts';
import { type Story, storyOf } from './stories.ts';
import type { DemoTrader } from './traders.ts';

/** Autocorrelation of the logarithm of a trader's own volatility from one session to the next. */
const VOLATILITY_MEMORY = 0.85;
const VOLATILITY_NEWS = 0.14;
/** Mean of a tilted day in daily sigmas. */
const TILTED_EDGE = -0.45;
/** Size of a tilted day relative to a usual one. */
const TILTED_SIZE = 1.1;

/** The moods of one trader of the demo desk in one month. A month does not depend on the month before it. */
export class DemoMoods {
  #logVolatility: number;
  #losingStreak = 0;
  /** Loss of the last session in daily sigmas; 0 for a win. */
  #lastDepth = 0;

  readonly #seed: number;
  readonly #trader: DemoTrader;
  readonly #market: Market;
  readonly #story: Story;

  constructor(seed: number, trader: DemoTrader, market: Market, month: string) {
    this.#seed = seed;
    this.#trader = trader;
    this.#market = market;
    this.#story = storyOf(seed, trader, month);

    const spread = VOLATILITY_NEWS / Math.sqrt(1 - VOLATILITY_MEMORY ** 2);
    this.#logVolatility = spread * createRandom(seed, `${trader.account}/mood/${month}`).normal();
  }

  /** Whether the trader trades on a session. It depends on nothing that was traded before. */
  attends(session: DemoSession): boolean {
    return this.#isThere(session, this.#draw(session).comes);
  }

  /** The mood on a session; null on a day off. Call it once per session, oldest first. */
  nextMood(session: DemoSession): DayMood | null {
    const trader = this.#trader;
    const { number, place } = session;
    const { random, news, comes } = this.#draw(session);
    this.#logVolatility = VOLATILITY_MEMORY * this.#logVolatility + VOLATILITY_NEWS * news;
    const isTilted = this.#isTilted(random);
    if (!this.#isThere(session, comes)) return null;
    const target = this.#story.targetOf(place);
    const volatility = this.#market.roughness(number) * Math.exp(this.#logVolatility);
    return {
      trader: isTilted ? tilted(trader) : trader,
      target: target === null ? null : target * trader.dailySigma,
      intensity: Math.min(2.2, Math.max(0.6, volatility * (isTilted ? TILTED_SIZE : 1))),
      coversExitFees: false,
    };
  }

  /** Records the net P&L in dollars of the session of the last mood. */
  recordResult(netPnl: number): void {
    this.#losingStreak = netPnl < 0 ? this.#losingStreak + 1 : 0;
    this.#lastDepth = Math.max(0, -netPnl / this.#trader.dailySigma);
  }

  #draw({ number }: DemoSession) {
    const random = createRandom(this.#seed, `${this.#trader.account}/mood/${number}`);
    return { random, news: random.normal(), comes: random.chance(this.#trader.attendance) };
  }

  #isThere(session: DemoSession, comes: boolean): boolean {
    if (!isPresent(this.#trader, session.date)) return false;
    return mustClose(this.#trader, session) || (comes && !this.#story.isAway(session.place));
  }

  /** Likelier the longer the losing streak and the deeper the last loss. */
  #isTilted(random: Random): boolean {
    const streak = 0.15 * Math.min(3, this.#losingStreak - 1);
    const depth = 0.15 * Math.min(2, this.#lastDepth);
    const probability = this.#losingStreak === 0 ? 0 : Math.min(0.9, 0.25 + streak + depth);
    return random.chance(this.#trader.tilt * probability);
  }
}

/** Whether a trader may hold nothing past a session: the last of a month, and the last on the desk. */
export function mustClose(trader: DemoTrader, { isLastOfMonth, next }: DemoSession): boolean {
  return isLastOfMonth || !isPresent(trader, next);
}

function tilted(trader: DemoTrader): DemoTrader {
  return { ...trader, edge: TILTED_EDGE, style: { ...trader.style, addsToLosers: 0.3 } };
}
