import { DecisionError } from '../../shared/errors.ts';

/**
 * P(χ² > statistic), the p-value of a likelihood-ratio test, for one or two degrees of freedom. Their closed
 * forms are erfc(√(x/2)) and e^(−x/2).
 *
 * Example: 3.841 with one degree of freedom, and 5.991 with two, both give 0.0500.
 *
 * Source: Abramowitz & Stegun (1964), chapter 26.4. Throws DecisionError for a negative statistic.
 */
export function chiSquareSurvival(statistic: number, degrees: 1 | 2): number {
  if (!(statistic >= 0)) throw refusal('chi-square', `a statistic of ${statistic}`, '0 or more');
  return degrees === 1 ? complementaryError(Math.sqrt(statistic / 2)) : Math.exp(-statistic / 2);
}

/**
 * P(X ≤ successes) of a binomial distribution, right to about 1e-13. The sum uses probabilities relative to
 * the most likely count, each computed from its neighbour, so no number of trials overflows.
 *
 * Example: 17 or fewer exceptions in 250 days at a probability of 0.05: 0.9212.
 *
 * Throws DecisionError unless both counts are whole, 0 or more, and 0 < probability < 1.
 */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  refuseOddCounts(successes, trials, probability);
  const odds = probability / (1 - probability);
  const mode = Math.min(trials, Math.floor((trials + 1) * probability));
  const weights = new Float64Array(trials + 1);
  weights[mode] = 1;
  for (let k = mode; k > 0; k--) weights[k - 1] = (weights[k]! * k) / ((trials - k + 1) * odds);
  for (let k = mode; k < trials; k++) weights[k + 1] = (weights[k]! * (trials - k) * odds) / (k + 1);
  return sum(weights.subarray(0, successes + 1)) / sum(weights);
}

/** Above this x, 1 − erf(x) loses digits. Below it, the continued fraction needs too many terms. */
const SERIES_UP_TO = 2.5;

/** erfc(x) for x ≥ 0 to about 13 digits (Abramowitz & Stegun 1964, 7.1.6 and 7.1.14). */
function complementaryError(x: number): number {
  return x < SERIES_UP_TO ? 1 - errorBySeries(x) : complementaryByFraction(x);
}

function errorBySeries(x: number): number {
  let term = x;
  let series = x;
  for (let n = 1; term > 1e-17 * series; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    series += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * series;
}

/**
 * erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), computed from the innermost term
 * outwards.
 */
function complementaryByFraction(x: number): number {
  let fraction = x;
  for (let n = 80; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

function refuseOddCounts(successes: number, trials: number, probability: number): void {
  const areCounts =
    Number.isSafeInteger(successes) && Number.isSafeInteger(trials) && successes >= 0 && trials >= 0;
  if (!areCounts) throw refusal('binomial', `${successes} of ${trials}`, 'whole numbers, 0 or more');
  if (!(probability > 0 && probability < 1)) {
    throw refusal('binomial', `a probability of ${probability}`, 'between 0 and 1');
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function refusal(where: string, found: string, expected: string): DecisionError {
  return new DecisionError('distribution', `${where} · found ${found} · expected ${expected}`, {
    hint: 'The counts behind this probability are damaged: evaluate the period again.',
  });
}
