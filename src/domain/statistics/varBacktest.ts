import { DecisionError } from '../../shared/errors.ts';
import { chiSquareSurvival } from './distributions.ts';

/** The share of days on which a 95 % VaR should be breached. */
export const EXCEPTION_RATE = 0.05;

/** A likelihood ratio, and the probability that chance alone gives one at least as large. */
export interface LikelihoodRatioTest {
  readonly statistic: number;
  readonly pValue: number;
}

/** How often a breached or kept day was followed by a breached or kept day of the same trader. */
export interface Transitions {
  readonly keptKept: number;
  readonly keptBreached: number;
  readonly breachedKept: number;
  readonly breachedBreached: number;
}

/**
 * Kupiec's test that a VaR is breached at the rate p, for x exceptions in T independent forecasts: LR =
 * −2[(T−x)ln(1−p) + x ln p] + 2[(T−x)ln(1−x/T) + x ln(x/T)], compared with χ² with 1 degree of freedom. The
 * counts may be fractions, because an effective sample is rarely whole.
 *
 * Example: 20 exceptions in 250 forecasts: LR = 4.0395, p-value 0.0444.
 *
 * Source: Kupiec (1995); docs/methods.md, section 10. Throws DecisionError unless 0 ≤ x ≤ T, T > 0 and 0 < p
 * < 1.
 */
export function kupiecTest(
  exceptions: number,
  forecasts: number,
  rate = EXCEPTION_RATE,
): LikelihoodRatioTest {
  refuseImpossible(exceptions, forecasts, rate);
  const kept = forecasts - exceptions;
  const stated = kept * Math.log1p(-rate) + exceptions * Math.log(rate);
  const observed = logLikelihood(exceptions, kept);
  return ratioTest(2 * (observed - stated), 1);
}

/**
 * Christoffersen's test that a breach does not change the probability of a breach on the next day. It
 * compares the likelihood of two rates, one after kept and one after breached days, with the likelihood of
 * one rate; χ² with 1 degree of freedom. The statistic is 0 where no day followed a breach.
 *
 * Example: kept and breached days .x..x...x. have 3 kept→kept, 3 kept→breached and 3 breached→kept: LR =
 * 3.139, p-value 0.0764.
 *
 * Source: Christoffersen (1998); docs/methods.md, section 10. Returns null where no day followed another.
 */
export function independenceTest(transitions: Transitions): LikelihoodRatioTest | null {
  const { keptKept, keptBreached, breachedKept, breachedBreached } = transitions;
  if (keptKept + keptBreached + breachedKept + breachedBreached === 0) return null;
  const apart = logLikelihood(keptBreached, keptKept) + logLikelihood(breachedBreached, breachedKept);
  const together = logLikelihood(keptBreached + breachedBreached, keptKept + breachedKept);
  return ratioTest(2 * (apart - together), 1);
}

/**
 * Christoffersen's test of conditional coverage: the right rate and independence at once. The statistic is
 * the sum of both statistics; χ² with 2 degrees of freedom.
 *
 * Example: 5 exceptions in 100 forecasts (LR 0), all in one run (LR 23.52): 23.52, p-value 0.0000078.
 *
 * Source: Christoffersen (1998); docs/methods.md, section 10.
 */
export function conditionalCoverageTest(
  coverage: LikelihoodRatioTest,
  independence: LikelihoodRatioTest,
): LikelihoodRatioTest {
  return ratioTest(coverage.statistic + independence.statistic, 2);
}

/** Log-likelihood of the observed rate: x ln(x/n) + y ln(y/n) with n = x + y and 0·ln 0 = 0. */
function logLikelihood(breached: number, kept: number): number {
  const days = breached + kept;
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / days));
  return part(breached) + part(kept);
}

/** A likelihood ratio is at least 0; a negative one is a rounding error. */
function ratioTest(statistic: number, degrees: 1 | 2): LikelihoodRatioTest {
  const ratio = Math.max(0, statistic);
  return { statistic: ratio, pValue: chiSquareSurvival(ratio, degrees) };
}

function refuseImpossible(exceptions: number, forecasts: number, rate: number): void {
  if (exceptions >= 0 && exceptions <= forecasts && forecasts > 0 && rate > 0 && rate < 1) return;
  throw new DecisionError(
    'var_test',
    `VaR test · found ${exceptions} exceptions in ${forecasts} forecasts at a rate of ${rate} · expected some forecasts, no more exceptions than those, and a rate between 0 and 1`,
    { hint: 'Test a period in which at least one forecast was made.' },
  );
}
