import { DecisionError } from '../../shared/errors.ts';
import { chiSquareSurvival } from './distributions.ts';

/** The share of days that a VaR of 95 % is to be breached on. */
export const EXCEPTION_RATE = 0.05;

/** A likelihood ratio and how often chance alone gives one as large. */
export interface LikelihoodRatioTest {
  readonly statistic: number;
  readonly pValue: number;
}

/** How often a breached or kept day was followed by a breached or kept one, within traders. */
export interface Transitions {
  readonly keptKept: number;
  readonly keptBreached: number;
  readonly breachedKept: number;
  readonly breachedBreached: number;
}

/**
 * Kupiec's (1995) test that a VaR is breached as often as it says: LR = −2[(T−x)ln(1−p) + x ln p] +
 * 2[(T−x)ln(1−x/T) + x ln(x/T)] with x exceptions in T forecasts, against χ² with 1 degree of freedom. Forecasts are
 * taken as independent; neither count need be whole, so that an effective sample can be tested too.
 * Throws DecisionError unless 0 ≤ x ≤ T, T > 0 and 0 < p < 1.
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
 * Christoffersen's (1998) test that a breach makes the next day's neither likelier nor less likely: the likelihood of two
 * rates, after kept and after breached days, against that of one; χ² with 1 degree of freedom. Without a day after a
 * breach the statistic is 0: nothing speaks against independence. Null where no day followed another: nothing was tested.
 */
export function independenceTest(transitions: Transitions): LikelihoodRatioTest | null {
  const { keptKept, keptBreached, breachedKept, breachedBreached } = transitions;
  if (keptKept + keptBreached + breachedKept + breachedBreached === 0) return null;
  const apart = logLikelihood(keptBreached, keptKept) + logLikelihood(breachedBreached, breachedKept);
  const together = logLikelihood(keptBreached + breachedBreached, keptKept + breachedKept);
  return ratioTest(2 * (apart - together), 1);
}

/** Christoffersen's (1998) conditional coverage: the right rate and independence at once; the sum of both, χ² with 2. */
export function conditionalCoverageTest(
  coverage: LikelihoodRatioTest,
  independence: LikelihoodRatioTest,
): LikelihoodRatioTest {
  return ratioTest(coverage.statistic + independence.statistic, 2);
}

/**
 * The transitions of a desk: `breachesByTrader` holds one list a trader, in order of its forecasts, true where its loss
 * went beyond the VaR. No transition leads from one trader to the next.
 */
export function transitionsOf(breachesByTrader: readonly (readonly boolean[])[]): Transitions {
  const counts = { keptKept: 0, keptBreached: 0, breachedKept: 0, breachedBreached: 0 };
  for (const breaches of breachesByTrader) {
    for (let day = 1; day < breaches.length; day++) {
      const before = breaches[day - 1] ? 'breached' : 'kept';
      counts[`${before}${breaches[day] ? 'Breached' : 'Kept'}`] += 1;
    }
  }
  return counts;
}

/** Of a rate as observed, x ln(x/n) + y ln(y/n); 0·ln 0 = 0. */
function logLikelihood(breached: number, kept: number): number {
  const days = breached + kept;
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / days));
  return part(breached) + part(kept);
}

/** What is below 0 is so by rounding alone. */
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
