import { createRandom, type Random } from '../../src/adapters/demo/simulation/random.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import type { RosterEntry } from '../../src/domain/roster/roster.ts';
import { simulatedDay } from './simulatedDay.ts';
import { type DayPath, walkPath } from './simulatedPath.ts';
import { type DayPlan, drawStyle, type TraderStyle } from './simulatedStyle.ts';

export interface SimulatedRosterEntry extends RosterEntry {
  readonly baseLimit: number;
  readonly riskCapital: number;
}

/** How the desk behaves on a session, as its truth defines. */
export interface DeskMood {
  readonly volatilityHasMemory: boolean;
  readonly volatilityFactor: number;
  readonly afterLoss: 'nothing' | 'tilt' | 'recovery';
}

export interface DeskSession {
  readonly sessionDate: string;
  /** Standard normal steps every 15 minutes, common to all traders. */
  readonly deskSteps: Float64Array;
  readonly mood: DeskMood;
}

/** Autocorrelation of log volatility, and its long-run standard deviation. */
const VOLATILITY_MEMORY = 0.95;
const LOG_VOLATILITY_SPREAD = 0.35;
/** Drift over a tilted day and over a day of recovery, in the day's standard deviations. */
const TILT_DRIFT = -0.6;
const RECOVERY_DRIFT = 0.5;
const TILT_SIZE = 1.5;

/** A simulated trader: a style, and the state that links losses and volatility between days. */
export class SimulatedTrader {
  readonly #random: Random;
  readonly #style: TraderStyle;
  #logVolatility: number;
  #losingStreak = 0;
  #lastDrawdown = 0;
  #isTilted = false;

  constructor(seed: number, number: number) {
    this.#random = createRandom(seed, `trader ${number}`);
    this.#style = drawStyle(this.#random, `SIM${String(number).padStart(3, '0')}`);
    this.#logVolatility = LOG_VOLATILITY_SPREAD * this.#random.normal();
  }

  rosterEntry(): SimulatedRosterEntry {
    const { trader, scale, limitInScales } = this.#style;
    const baseLimit = Math.max(100, Math.round((scale * limitInScales) / 100) * 100);
    return {
      trader,
      desk: 'simulated',
      baseLimit,
      riskCapital: 20 * baseLimit,
      active: true,
      accounts: [trader],
    };
  }

  /** The trader's next session; null without a trade. */
  trade(session: DeskSession): TraderDayFacts | null {
    this.#moveVolatility(session.mood);
    if (!this.#random.chance(this.#style.activity)) return null;
    const plan = this.#planDay(session);
    const path = walkPath(plan, this.#random, session.deskSteps);
    this.#remember(path, plan.standardDeviation);
    return simulatedDay(plan, path, this.#random);
  }

  #moveVolatility({ volatilityHasMemory }: DeskMood): void {
    const news = LOG_VOLATILITY_SPREAD * Math.sqrt(1 - VOLATILITY_MEMORY ** 2) * this.#random.normal();
    this.#logVolatility = volatilityHasMemory ? VOLATILITY_MEMORY * this.#logVolatility + news : 0;
  }

  #planDay({ sessionDate, mood }: DeskSession): DayPlan {
    const style = this.#style;
    const random = this.#random;
    this.#isTilted = mood.afterLoss === 'tilt' && random.chance(this.#tiltProbability());
    const isRecovery = mood.afterLoss === 'recovery' && this.#losingStreak > 0;
    const size = this.#isTilted ? TILT_SIZE : 1;
    return {
      sessionDate,
      style,
      isTilted: this.#isTilted,
      size,
      standardDeviation: style.scale * size * mood.volatilityFactor * Math.exp(this.#logVolatility),
      driftInDeviations: this.#isTilted ? TILT_DRIFT : isRecovery ? RECOVERY_DRIFT : 0,
    };
  }

  /** Rises with the losing streak, the depth of the last loss, and current tilt. */
  #tiltProbability(): number {
    if (this.#losingStreak === 0) return 0;
    const streak = 0.15 * Math.min(3, this.#losingStreak - 1);
    const depth = 0.15 * Math.min(2, this.#lastDrawdown);
    return this.#style.proneness * Math.min(0.9, 0.2 + streak + depth + (this.#isTilted ? 0.2 : 0));
  }

  #remember({ netPnl, worst }: DayPath, standardDeviation: number): void {
    this.#losingStreak = netPnl < 0 ? this.#losingStreak + 1 : 0;
    this.#lastDrawdown = -worst / standardDeviation;
  }
}
