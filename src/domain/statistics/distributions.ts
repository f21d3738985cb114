import { DecisionError } from '../../shared/errors.ts';

/**
 * P(χ² > statistic) for one or two degrees of freedom, by their closed forms erfc(√(x/2)) and e^(−x/2).
 * Throws DecisionError for a negative statistic.
 */
export function chiSquareSurvival(statistic: number, degrees: 1 | 2): number {
  if (!(statistic >= 0)) throw refusal('chi-square', `a statistic of ${statistic}`, '0 or more');
  return degrees === 1 ? complementaryError(Math.sqrt(statistic / 2)) : Math.exp(-statistic / 2);
}

/**
 * P(X ≤ successes) of a binomial, from the ratios of neighbouring probabilities relative to the most likely one: nothing
 * overflows however many trials there are, and the last digits are right (about 1e-13).
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

/** Above, 1 − erf would lose digits to the series; below, the continued fraction needs too many terms. */
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

/** erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the inside out. */
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
    hint: 'The counts behind this probability are damaged: judge the period anew.',
  });
}
