import type { Decision } from '../decision/decision.ts';
import { hasEffect, type Slippage } from '../outcome/counterfactual.ts';
import { limitDifference } from '../outcome/limitPair.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { strategyImpact } from './impact.ts';
import type { OverrideScore } from './reviewResult.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

interface Group {
  readonly by: string;
  readonly reason: string;
  readonly effect: StrategyAccumulator;
  traderDays: number;
  estimatedDays: number;
  notKnownDays: number;
}

/**
 * Scores the mailed overrides against Daybreak's own recommendation, by author and reason. A day counts its
 * P&L under the override less its P&L under the recommended limit, both as if they had been kept. A day
 * that a limit in force ended goes on like the day of its donor, as for cuts.
 *
 * Example: recommended $2,500, overridden with $4,000, on a day that fell to −$2,600 and closed at −$1,000:
 * stopped at −$2,600 under the recommendation, so the override saved $1,600. Had it fallen on to −$4,100 and
 * closed there, the override cost $1,500.
 */
export class OverrideScores {
  readonly #stop: Slippage;
  readonly #groups = new Map<string, Group>();

  constructor(stop: Slippage) {
    this.#stop = stop;
  }

  /** Adds a mailed decision and its day; a decision without an override is skipped. */
  add({ limit }: Pick<Decision, 'limit'>, { row, day, isEstimated, isCutShort }: JudgedRow): void {
    if (!limit?.override) return;
    const { by, reason, dollars } = limit.override;
    const { recommendedLimit } = limit;
    const group = this.#groupOf(by, reason);
    group.traderDays++;
    if (!row.traded || dollars === recommendedLimit) return;
    const difference = limitDifference({ day, isCutShort }, dollars, recommendedLimit, this.#stop);
    if (difference === null) {
      group.notKnownDays++;
      return;
    }
    group.effect.add(row.sessionDate, difference);
    if (hasEffect(difference) && isEstimated) group.estimatedDays++;
  }

  /** By author, then reason, with the interval of each net over these sessions, ascending. */
  scores(sessions: readonly string[], sampling: BootstrapOptions): readonly OverrideScore[] {
    return [...this.#groups.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { effect, ...group }]) => ({ ...group, ...strategyImpact(effect, sessions, sampling) }));
  }

  #groupOf(by: string, reason: string): Group {
    const key = JSON.stringify([by, reason]);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const effect = new StrategyAccumulator();
    const group: Group = { by, reason, effect, traderDays: 0, estimatedDays: 0, notKnownDays: 0 };
    this.#groups.set(key, group);
    return group;
  }
}
