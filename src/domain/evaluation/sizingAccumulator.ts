import { outcomeUnderLimit, type StopOptions } from '../outcome/counterfactual.ts';
import { limitAfter, uncutLimit } from '../outcome/reduction.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { type StrategyImpact, strategyImpact } from './impact.ts';
import { sizedOutcome } from './strategies.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

/**
 * What sizes would have changed, had every trader traded the share m of the size that was traded. Dollars
 * against full size under the base limit. A size changes no limit, so a smaller path reaches it later.
 */
export interface SizingScores {
  /** In size m under the base limit. */
  readonly alone: StrategyImpact;
  /** In size m under the limit of the engine in force. */
  readonly withCuts: StrategyImpact;
  /** `withCuts` less the limit of the engine in force in full size: what sizes add to the cuts. */
  readonly added: StrategyImpact;
  /**
   * Σ (m − mean m)·P, where P is the outcome under the base limit: whether the sizes were smaller on the
   * right days. Trading the mean size every day scores 0.
   */
  readonly targeting: StrategyImpact;
  /** Judged trader-days, those with m below 1, and the mean m of all; null without any. */
  readonly days: number;
  readonly reducedDays: number;
  readonly meanMultiplier: number | null;
}

/** P of one session, and the share of it that was traded in the size m. */
interface SessionSums {
  base: number;
  sized: number;
  reducedDays: number;
}

/**
 * Adds up what sizes would have changed, trader-day by trader-day.
 *
 * Example: a day lost $1,000 and m = 0.6: alone +$400. With a mean m of 0.9 over the period, targeting +$300.
 */
export class SizingAccumulator {
  readonly #stop: StopOptions;
  readonly #alone = new StrategyAccumulator();
  readonly #withCuts = new StrategyAccumulator();
  readonly #added = new StrategyAccumulator();
  readonly #sessions = new Map<string, SessionSums>();
  #days = 0;
  #reducedDays = 0;
  #multipliers = 0;

  constructor(stop: StopOptions) {
    this.#stop = stop;
  }

  /** Adds a row of a traded day; one without a known intraday path is left out. */
  add({ row, day }: JudgedRow): void {
    if (day === null) return;
    const { sessionDate, baseLimit, reductionPct, sizeMultiplier: m } = row;
    const uncut = uncutLimit(baseLimit);
    const cut = limitAfter(baseLimit, reductionPct, this.#stop.limitRoundTo);
    const base = outcomeUnderLimit(day, uncut, this.#stop);
    const cutAlone = outcomeUnderLimit(day, cut, this.#stop);
    const alone = m === 1 ? base : sizedOutcome(day, uncut, m, this.#stop);
    const withCuts = m === 1 ? cutAlone : sizedOutcome(day, cut, m, this.#stop);
    this.#alone.add(sessionDate, alone - base);
    this.#withCuts.add(sessionDate, withCuts - base);
    this.#added.add(sessionDate, withCuts - cutAlone);
    this.#count(sessionDate, base, m);
  }

  scores(sessions: readonly string[], sampling: BootstrapOptions): SizingScores {
    const scored = (tally: StrategyAccumulator) => strategyImpact(tally, sessions, sampling);
    return {
      alone: scored(this.#alone),
      withCuts: scored(this.#withCuts),
      added: scored(this.#added),
      targeting: scored(this.#targeting()),
      days: this.#days,
      reducedDays: this.#reducedDays,
      meanMultiplier: this.#days === 0 ? null : this.#multipliers / this.#days,
    };
  }

  #count(sessionDate: string, base: number, m: number): void {
    const sums = this.#sessions.get(sessionDate) ?? { base: 0, sized: 0, reducedDays: 0 };
    this.#sessions.set(sessionDate, sums);
    sums.base += base;
    sums.sized += m * base;
    this.#days++;
    this.#multipliers += m;
    if (m === 1) return;
    sums.reducedDays++;
    this.#reducedDays++;
  }

  /** One effect per session: the mean m is known at the end only. */
  #targeting(): StrategyAccumulator {
    const tally = new StrategyAccumulator();
    const mean = this.#days === 0 ? 1 : this.#multipliers / this.#days;
    for (const [sessionDate, { base, sized, reducedDays }] of this.#sessions)
      tally.add(sessionDate, sized - mean * base, reducedDays > 0 ? 1 : 0);
    return tally;
  }
}
