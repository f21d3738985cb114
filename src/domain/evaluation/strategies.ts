import type { Tier } from '../engines/tier.ts';
import {
  type JudgedDay,
  outcomeUnderLimit,
  type Slippage,
  type StopOptions,
} from '../outcome/counterfactual.ts';
import { limitAfter, uncutLimit } from '../outcome/reduction.ts';

/** The ways in which a desk can use an engine's proposal. */
export const STRATEGIES = ['limit', 'sizing', 'filtering', 'combined'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What each strategy changed on one trader-day, dollars. */
export type StrategyEffects = Readonly<Record<Strategy, number>>;

/** An engine's proposal for one trader-day. */
export interface ProposedCut {
  /** 0-100, percent of base limit. */
  readonly reductionPct: number;
  readonly tier: Tier;
}

/**
 * The effects of the four strategies on one trader-day, dollars: outcome under the strategy minus outcome
 * under the base limit, above 0 where it helped (docs/methods.md, section 8). P is the day's outcome
 * under the base limit, which may have stopped the trader already. c is the cut as a fraction, L the base
 * limit.
 *
 * - limit: trade in full size under L(1 − c), rounded down as it is mailed.
 * - sizing: trade in size 1 − c under a limit scaled alike. The stop comes at the same moment, so Δ = −c·P.
 * - filtering: do not trade on a day of tier high, so Δ = −P; trade unchanged on other days.
 * - combined: filter, then size, then stop the sized path at L(1 − c). The sized path reaches L(1 − c) when
 *   the full path reaches L. So combined equals filtering on days of tier high, and on other days sizing with
 *   a stop that comes earlier by the rounding.
 *
 * Example: L = $1,000, c = 0.5, tier high, a path that falls to −$600 and −$1,200 and closes at −$5,000. The
 * base limit stops at −$1,200. limit: −600 − (−1,200) = +600; sizing: +600; filtering and combined: +1,200.
 *
 * @throws DecisionError for a base limit that is not above 0.
 */
export function strategyEffects(
  day: JudgedDay,
  baseLimit: number,
  proposal: ProposedCut,
  options: StopOptions,
): StrategyEffects {
  const { reductionPct } = proposal;
  const cutLimit = limitAfter(baseLimit, reductionPct, options.limitRoundTo);
  const base = outcomeUnderLimit(day, uncutLimit(baseLimit), options);
  const isFiltered = proposal.tier === 'high';
  const combined = isFiltered ? 0 : sizedOutcome(day, cutLimit, (100 - reductionPct) / 100, options);
  return {
    limit: outcomeUnderLimit(day, cutLimit, options) - base,
    sizing: reductionPct > 0 ? 0 - (reductionPct / 100) * base : 0,
    filtering: isFiltered ? 0 - base : 0,
    combined: combined - base,
  };
}

/**
 * P&L of the day traded in a fraction of its size under a limit. The path and the open notional shrink; the
 * limit does not.
 */
export function sizedOutcome(day: JudgedDay, limit: number, size: number, options: Slippage): number {
  return size === 0 ? 0 : size * outcomeUnderLimit(day, limit / size, options);
}
