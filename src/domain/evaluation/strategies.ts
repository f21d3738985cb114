import type { Tier } from '../engines/tier.ts';
import { type JudgedDay, outcomeUnderLimit, type StopOptions, stopAt } from '../outcome/counterfactual.ts';
import { limitAfter } from '../outcome/reduction.ts';

/** What a desk could do with an engine's proposal. */
export const STRATEGIES = ['limit', 'sizing', 'filtering', 'combined'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What an engine proposed for one trader-day. */
export interface ProposedCut {
  /** 0-100, percent of base limit. */
  readonly reductionPct: number;
  readonly tier: Tier;
}

/** What one strategy would have made of one trader-day. */
export interface StrategyEffect {
  /** Outcome under the strategy less the outcome under the uncut base limit, dollars; above 0 it helped. */
  readonly delta: number;
  /**
   * Whether the strategy got in the trader's way: `limit`, that the cut limit would have stopped the trader; `sizing`,
   * that there was a cut; `filtering`, that the day would not have been traded; `combined`, either of the last two.
   */
  readonly isBinding: boolean;
}

/**
 * The four strategies on one trader-day (methods: what a cut would have done), against P, its outcome under the base
 * limit, at which the trader may be stopped already. c is the cut as a share, L the base limit.
 *
 * - limit: trade in full size under L(1 − c).
 * - sizing: trade everything in (1 − c) of the size under a limit that shrinks alike: the stop comes at the same moment,
 *   so every dollar shrinks, Δ = −c·P.
 * - filtering: do not trade on a day of tier high, Δ = −P; trade as ever on the others.
 * - combined: filter, then size, then stop the sized path at L(1 − c). It reaches that exactly when the full one reaches
 *   L, so a sized day is never stopped the earlier for its cut: combined is filtering on days of tier high and sizing on
 *   the others, and not the sum of the three. Cutting limit and size both is not cutting twice.
 */
export function strategyEffects(
  day: JudgedDay,
  baseLimit: number,
  proposal: ProposedCut,
  options: StopOptions,
): Readonly<Record<Strategy, StrategyEffect>> {
  const { reductionPct } = proposal;
  const cutLimit = limitAfter(baseLimit, reductionPct);
  const base = outcomeUnderLimit(day, limitAfter(baseLimit, 0), options);
  const isCut = reductionPct > 0;
  const isFiltered = proposal.tier === 'high';
  const combined = isFiltered ? 0 : sizedOutcome(day, cutLimit, (100 - reductionPct) / 100, options);
  return {
    limit: {
      delta: outcomeUnderLimit(day, cutLimit, options) - base,
      isBinding: isCut && stopAt(day.marks, cutLimit) !== null,
    },
    sizing: { delta: isCut ? 0 - (reductionPct / 100) * base : 0, isBinding: isCut },
    filtering: { delta: isFiltered ? 0 - base : 0, isBinding: isFiltered },
    combined: { delta: combined - base, isBinding: isFiltered || isCut },
  };
}

/** P&L of the day traded in a share of its size under a limit: the path and its open notional shrink, the limit does not. */
function sizedOutcome(day: JudgedDay, limit: number, size: number, options: StopOptions): number {
  return size === 0 ? 0 : size * outcomeUnderLimit(day, limit / size, options);
}
