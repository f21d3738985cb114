import { hasEffect, outcomeUnderLimit, type Slippage } from '../outcome/counterfactual.ts';
import { uncutLimit } from '../outcome/reduction.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { strategyImpact } from './impact.ts';
import { OverrideScores } from './overrideScores.ts';
import type { DecidedMonth, DecisionDifference } from './reviewResult.ts';
import type { StoredDecision } from './storedDecision.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

const MOST_DIFFERENCES = 50;

/** Compares the decisions that were mailed with those of the walk for the same trader-days. */
export class DecisionComparison {
  readonly #decisions: ReadonlyMap<string, StoredDecision>;
  readonly #stop: Slippage;
  readonly #sessions = new Set<string>();
  readonly #limit = new StrategyAccumulator();
  readonly #differences: DecisionDifference[] = [];
  readonly #overrides: OverrideScores;
  #traderDays = 0;
  #estimatedDays = 0;
  #cuts = 0;
  #agreeing = 0;

  constructor(decisions: readonly StoredDecision[], stop: Slippage) {
    this.#decisions = new Map(decisions.map((decision) => [keyOf(decision), decision]));
    this.#stop = stop;
    this.#overrides = new OverrideScores(stop);
  }

  /** Adds a row of the walk; a row without a stored decision is skipped. */
  add(judged: JudgedRow): void {
    const { row } = judged;
    const decision = this.#decisions.get(keyOf(row));
    if (decision === undefined) return;
    this.#traderDays++;
    this.#sessions.add(row.sessionDate);
    if (decision.reductionPct > 0) this.#cuts++;
    if (decision.reductionPct === row.reductionPct) this.#agreeing++;
    else this.#differences.push(difference(decision, row));
    this.#judge(decision, judged);
    this.#overrides.add(decision, judged);
  }

  month(sessions: readonly string[], sampling: BootstrapOptions): DecidedMonth {
    return {
      sessions: this.#sessions.size,
      traderDays: this.#traderDays,
      cuts: this.#cuts,
      agreeing: this.#agreeing,
      differences: [...this.#differences].sort(byDepth).slice(0, MOST_DIFFERENCES),
      differing: this.#differences.length,
      limit: strategyImpact(this.#limit, sessions, sampling),
      estimatedDays: this.#estimatedDays,
      overrides: this.#overrides.scores(sessions, sampling),
    };
  }

  /**
   * Uses the limits as mailed, also those of overrides and of decisions without a cut, and the base limit of
   * that morning: the roster may have changed since.
   */
  #judge({ baseLimit, newLimit }: StoredDecision, { row, day, isEstimated }: JudgedRow): void {
    if (day === null || newLimit === uncutLimit(baseLimit)) return;
    const outcome = (limit: number) => outcomeUnderLimit(day, limit, this.#stop);
    const effect = outcome(newLimit) - outcome(baseLimit);
    this.#limit.add(row.sessionDate, effect);
    if (hasEffect(effect) && isEstimated) this.#estimatedDays++;
  }
}

function difference(decision: StoredDecision, row: JudgedRow['row']): DecisionDifference {
  return {
    sessionDate: row.sessionDate,
    trader: row.trader,
    decidedEngine: decision.engine,
    decidedPct: decision.reductionPct,
    walkedEngine: row.engine,
    walkedPct: row.reductionPct,
    action: decision.action,
  };
}

/** Largest difference first, then earlier session, then name. */
function byDepth(a: DecisionDifference, b: DecisionDifference): number {
  const size = (one: DecisionDifference) => Math.abs(one.decidedPct - one.walkedPct);
  return size(b) - size(a) || (keyOf(a) < keyOf(b) ? -1 : 1);
}

function keyOf({ sessionDate, trader }: { readonly sessionDate: string; readonly trader: string }): string {
  return `${sessionDate} ${trader}`;
}
