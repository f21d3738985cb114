import type { DayMood } from './dayMood.ts';
import type { Market } from './market.ts';
import { createRandom, type Random } from './random.ts';
import { MEAN_REVERTER, MOMENTUM, SCALPER, SHORT_BIASED, SWING, type TradingStyle } from './styles.ts';
import type { DemoTrader } from './traders.ts';

/**
 * The ground truth of a random desk, with which tests check the models.
 * - noEdge: net P&L has mean 0 per trip and per day. Days are heavy-tailed, and volatility is persistent.
 * - tilt: as noEdge, but after a losing day a trader may tilt on the next day: larger trades, more trades,
 *   adding to losing positions, and a negative mean.
 * - revert: as noEdge, but the session after a losing one has a positive mean.
 * - shift: noEdge for the first half of the sessions; then twice the volatility, and tilt.
 */
export type KnownTruth = 'noEdge' | 'tilt' | 'revert' | 'shift';

/**
 * Autocorrelation of the log volatility from one session to the next, and its long-run standard deviation.
 */
const VOLATILITY_MEMORY = 0.95;
const LOG_VOLATILITY_SPREAD = 0.35;
/** Degrees of freedom of the t distribution that a day's P&L approximately follows. */
const TAIL_DEGREES = 5;
/** Standard deviation of a tilted day relative to a usual one; larger trades after losing trips cause it. */
const TILT_SIZE = 1.5;
/**
 * Mean of a tilted day in its standard deviations. Trips after a losing exit lose more, about −0.6 in total.
 */
const TILT_DRIFT = -0.5;
/** Mean of the session after a losing one, in its standard deviations. */
const RECOVERY_DRIFT = 0.5;
/** Standard deviation after the shift relative to that before it. */
const SHIFTED_VOLATILITY = 2;

/**
 * Draws traders at random. Each trades from the first session to the last, with a limit of 1.5 to 3 daily
 * sigmas.
 */
export function drawTraders(seed: number, count: number): readonly DemoTrader[] {
  return Array.from({ length: count }, (_, at) => {
    const trader = `SIM${String(at + 1).padStart(3, '0')}`;
    const random = createRandom(seed, trader);
    const dailySigma = 300 * 10 ** random.uniform();
    return {
      account: trader,
      accountId: 501 + at,
      trader,
      desk: 'Simulated',
      baseLimit: 100 * Math.round((dailySigma * random.between(1.5, 3)) / 100),
      dailySigma,
      edge: 0,
      tilt: random.between(0.5, 1),
      style: plainStyle(random),
      attendance: random.between(0.75, 0.98),
    };
  });
}

/**
 * A style without an edge of its own. If losers were held longer, or added to, an open position would be more
 * likely to lose. If wins and losses differed in size, LARGEST_MOVE would cap them differently. With more
 * longs than shorts, more of the seller's fees would be due at the exit, and `coversExitFees` only estimates
 * those.
 */
function plainStyle(random: Random): TradingStyle {
  const style = random.pick([SCALPER, MOMENTUM, MEAN_REVERTER, SWING, SHORT_BIASED]);
  return {
    ...style,
    tripsPerDay: random.between(6, 11),
    winRate: 0.5,
    shortShare: 0.5,
    loserHoldRatio: 1,
    addsToLosers: 0,
    overnightPerDay: 0.1 * style.overnightPerDay,
  };
}

/** Moods of a trader on a desk with a known ground truth. */
export class KnownMoods {
  #logVolatility: number;
  #losingStreak = 0;
  /** Loss of the last session in its own standard deviations; 0 for a win. */
  #lastDepth = 0;
  #isTilted = false;
  /** Standard deviation of the last session relative to the trader's usual one. */
  #deviations = 1;

  readonly #trader: DemoTrader;
  readonly #market: Market;
  readonly #random: Random;
  readonly #truth: KnownTruth;
  /** Sessions fewer back than this come after the shift. */
  readonly #shiftedFrom: number;

  /** @param sessions of the desk, which a shift divides in two */
  constructor(
    trader: DemoTrader,
    market: Market,
    random: Random,
    { truth, sessions }: { readonly truth: KnownTruth; readonly sessions: number },
  ) {
    this.#trader = trader;
    this.#market = market;
    this.#random = random;
    this.#truth = truth;
    this.#shiftedFrom = truth === 'shift' ? Math.ceil(sessions / 2) : 0;
    this.#logVolatility = LOG_VOLATILITY_SPREAD * random.normal();
  }

  /** The mood on a session; null on a day off. Call it once per session, oldest first. */
  nextMood(sessionsBack: number): DayMood | null {
    const { attendance } = this.#trader;
    const random = this.#random;
    const news = LOG_VOLATILITY_SPREAD * Math.sqrt(1 - VOLATILITY_MEMORY ** 2) * random.normal();
    this.#logVolatility = VOLATILITY_MEMORY * this.#logVolatility + news;
    if (!random.chance(attendance)) return null;
    const isShifted = sessionsBack < this.#shiftedFrom;
    const mayTilt = this.#truth === 'tilt' || isShifted;
    this.#isTilted = mayTilt && random.chance(this.#tiltProbability());
    const shift = isShifted ? SHIFTED_VOLATILITY : 1;
    const volatility = shift * this.#market.roughness(sessionsBack) * Math.exp(this.#logVolatility);
    this.#deviations = volatility * (this.#isTilted ? TILT_SIZE : 1);
    return {
      trader: this.#traderToday(),
      target: null,
      intensity: intensityFor(volatility * tailFactor(random)),
      coversExitFees: true,
    };
  }

  /** Records the net P&L in dollars of the session of the last mood. */
  recordResult(netPnl: number): void {
    this.#losingStreak = netPnl < 0 ? this.#losingStreak + 1 : 0;
    this.#lastDepth = Math.max(0, -netPnl / (this.#deviations * this.#trader.dailySigma));
  }

  #traderToday(): DemoTrader {
    const trader = this.#trader;
    if (this.#isTilted) return tilted(trader, TILT_DRIFT * this.#deviations);
    const recovers = this.#truth === 'revert' && this.#losingStreak > 0;
    return { ...trader, tilt: 0, edge: recovers ? RECOVERY_DRIFT * this.#deviations : trader.edge };
  }

  /**
   * Rises with the length of the losing streak, with the last loss, and when the trader is already tilted.
   */
  #tiltProbability(): number {
    if (this.#losingStreak === 0) return 0;
    const streak = 0.15 * Math.min(3, this.#losingStreak - 1);
    const depth = 0.15 * Math.min(2, this.#lastDepth);
    return this.#trader.tilt * Math.min(0.9, 0.2 + streak + depth + (this.#isTilted ? 0.2 : 0));
  }
}

/**
 * The intensity that multiplies the standard deviation of a day's P&L by `deviations`. Intensity x makes
 * trips x times as large and √x times as many, so the standard deviation grows by x · x^(1/4) = x^1.25, and x
 * = deviations^0.8. Example: twice the standard deviation needs 2^0.8 = 1.74.
 */
function intensityFor(deviations: number): number {
  return Math.min(4, Math.max(0.3, deviations ** 0.8));
}

function tilted(trader: DemoTrader, edge: number): DemoTrader {
  return { ...trader, edge, style: { ...trader.style, addsToLosers: 0.3 } };
}

/**
 * √((n − 2)/χ²ₙ): a standard normal times this factor is t-distributed with n degrees of freedom and variance
 * 1.
 */
function tailFactor(random: Random): number {
  let chiSquare = 0;
  for (let n = 0; n < TAIL_DEGREES; n += 1) chiSquare += random.normal() ** 2;
  return Math.sqrt((TAIL_DEGREES - 2) / chiSquare);
}
