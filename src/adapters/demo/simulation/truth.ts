import type { Conduct, DayMood } from './conduct.ts';
import type { Market } from './market.ts';
import { createRandom, type Random } from './random.ts';
import { MEAN_REVERTER, MOMENTUM, SCALPER, SHORT_BIASED, SWING, type TradingStyle } from './styles.ts';
import type { DemoTrader } from './traders.ts';

/**
 * What is true of a desk whose fills are drawn, not written, so that whatever judges it can be judged.
 * - noEdge: net P&L has no drift, trip by trip and day by day; days are heavy-tailed, their volatility persistent.
 * - tilt: as noEdge, but after losing days a trader may tilt on the next: larger, busier, adding to losers, drifting downward.
 */
export type KnownTruth = 'noEdge' | 'tilt';

/** Yesterday's volatility left today, and the spread of its logarithm over the long run. */
const VOLATILITY_MEMORY = 0.95;
const LOG_VOLATILITY_SPREAD = 0.35;
/** Degrees of freedom of the t distribution that a day's P&L follows, about. */
const TAIL_DEGREES = 5;
/** What doubling up after losing trips makes of a tilted day's standard deviation. */
const TILT_SIZE = 1.5;
/** Of a tilted day, in its standard deviations; trips in pursuit of a loss do worse again, which makes it 0.6 in all. */
const TILT_DRIFT = -0.5;

/** Traders drawn at random, each there from the first session to the last, with a limit of two or three ordinary days. */
export function drawTraders(seed: number, count: number, sessions: number): readonly DemoTrader[] {
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
      firstSession: sessions - 1,
      lastSession: 0,
      attendance: random.between(0.75, 0.98),
    };
  });
}

/**
 * A style that has no edge by itself. Losers held longer than winners, or added to, would make what is still open at any
 * moment likelier to lose; wins and losses of unlike size would be cut unlike by the largest move of a trip; and more
 * longs than shorts would pay the seller's taxes at the exit, where they are not made up for.
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

/** A trader of a desk whose truth is known. */
export class KnownConduct implements Conduct {
  #logVolatility: number;
  #losingStreak = 0;
  /** How deep the last session went, in its own standard deviations; 0 where it won. */
  #lastDepth = 0;
  #isTilted = false;
  /** The last session's standard deviation over the trader's usual one. */
  #deviations = 1;

  readonly #trader: DemoTrader;
  readonly #market: Market;
  readonly #random: Random;
  readonly #truth: KnownTruth;

  constructor(trader: DemoTrader, market: Market, random: Random, truth: KnownTruth) {
    this.#trader = trader;
    this.#market = market;
    this.#random = random;
    this.#truth = truth;

    this.#logVolatility = LOG_VOLATILITY_SPREAD * random.normal();
  }

  comeIn(sessionsBack: number): DayMood | null {
    const trader = this.#trader;
    const random = this.#random;
    const news = LOG_VOLATILITY_SPREAD * Math.sqrt(1 - VOLATILITY_MEMORY ** 2) * random.normal();
    this.#logVolatility = VOLATILITY_MEMORY * this.#logVolatility + news;
    if (!random.chance(trader.attendance)) return null;
    this.#isTilted = this.#truth === 'tilt' && random.chance(this.#tiltProbability());
    const volatility = this.#market.roughness(sessionsBack) * Math.exp(this.#logVolatility);
    this.#deviations = volatility * (this.#isTilted ? TILT_SIZE : 1);
    return {
      trader: this.#isTilted ? tilted(trader, TILT_DRIFT * this.#deviations) : { ...trader, tilt: 0 },
      target: null,
      intensity: intensityFor(volatility * tailFactor(random)),
      coversExitFees: true,
    };
  }

  remember(netPnl: number): void {
    this.#losingStreak = netPnl < 0 ? this.#losingStreak + 1 : 0;
    this.#lastDepth = Math.max(0, -netPnl / (this.#deviations * this.#trader.dailySigma));
  }

  /** Rises with the streak, with how deep the last day went, and when the trader is tilted already. */
  #tiltProbability(): number {
    if (this.#losingStreak === 0) return 0;
    const streak = 0.15 * Math.min(3, this.#losingStreak - 1);
    const depth = 0.15 * Math.min(2, this.#lastDepth);
    return this.#trader.tilt * Math.min(0.9, 0.2 + streak + depth + (this.#isTilted ? 0.2 : 0));
  }
}

/**
 * The intensity at which a day's P&L has so many times the usual standard deviation: it makes trips as much larger as it is
 * itself, and by its square root more of them.
 */
function intensityFor(deviations: number): number {
  return Math.min(4, Math.max(0.3, deviations ** 0.8));
}

function tilted(trader: DemoTrader, edge: number): DemoTrader {
  return { ...trader, edge, style: { ...trader.style, addsToLosers: 0.3 } };
}

/** √((n − 2)/χ²ₙ): a normal times this is t-distributed with n degrees of freedom and variance 1. */
function tailFactor(random: Random): number {
  let chiSquare = 0;
  for (let n = 0; n < TAIL_DEGREES; n += 1) chiSquare += random.normal() ** 2;
  return Math.sqrt((TAIL_DEGREES - 2) / chiSquare);
}
