import { mean as meanOf } from 'simple-statistics';
import { DecisionError } from '../../shared/errors.ts';

/** 1 / Φ⁻¹(3/4): times the median of |x|, it estimates the standard deviation of a normal sample. */
export const NORMAL_CONSISTENCY = 1.4826;

const FINITE = 'finite numbers only';

/**
 * The p-quantile of values in any order, in their unit. The whole product uses this one definition: linear
 * interpolation between the sorted values at place (n − 1)·p.
 *
 * Example: 10, 20, 30, 40, 50 at p = 0.05: place 0.2, so 10 + 0.2·(20 − 10) = 12.
 *
 * Source: Hyndman & Fan (1996), type 7, the default of R and NumPy.
 * Returns null for no values. Throws DecisionError unless 0 ≤ p ≤ 1 and every value is finite.
 */
export function quantile(values: readonly number[], p: number): number | null {
  return quantileSorted(ascending(values, 'quantile'), p);
}

/** Same as `quantile`, for the first `count` values of an array that is already in ascending order. */
export function quantileSorted(
  sorted: ArrayLike<number>,
  p: number,
  count: number = sorted.length,
): number | null {
  if (!(p >= 0 && p <= 1)) throw refusal('quantile', `p = ${p}`, 'a share from 0 to 1');
  if (count === 0) return null;
  refuseInfiniteEnds(sorted, count);
  const place = (count - 1) * p;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (place - Math.floor(place)) * (above - below);
}

/**
 * The 0.5-quantile, in the unit of the values; null for no values. Throws DecisionError for a value that is
 * not finite.
 */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/**
 * Arithmetic mean, in the unit of the values; null for no values. Throws DecisionError for a value that is
 * not finite.
 */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : meanOf([...refuseNonFinite(values, 'mean')]);
}

/**
 * Robust estimate of a standard deviation: 1.4826 · median |x − median x|, in the unit of x.
 *
 * Example: 1, 1, 2, 2, 4, 6, 9 has median 2 and absolute deviations 1, 1, 0, 0, 2, 4, 7 with median 1:
 * 1.4826.
 *
 * Source: Hampel (1974). Returns null for no values and 0 when more than half of the values are equal. Throws
 * DecisionError for a value that is not finite.
 */
export function robustScale(values: readonly number[]): number | null {
  return robustScaleSorted(ascending(values, 'robustScale'));
}

/** Same as `robustScale`, for the first `count` values of an array that is already in ascending order. */
export function robustScaleSorted(sorted: ArrayLike<number>, count: number = sorted.length): number | null {
  const middle = quantileSorted(sorted, 0.5, count);
  if (middle === null) return null;
  return NORMAL_CONSISTENCY * medianDeviation(sorted, count, middle);
}

/**
 * Lag-1 autocorrelation of the first `count` values, within ±1: Σ(xₜ − x̄)(xₜ₋₁ − x̄) / Σ(xₜ − x̄)².
 *
 * Example: 1, −1, 1, −1 has mean 0, products −1 − 1 − 1 and squares 4: −0.75.
 *
 * Source: Box & Jenkins (1970). Returns null below 3 values, and when all values are equal within rounding:
 * the correlation of rounding errors means nothing. Throws DecisionError when the mean is not finite.
 */
export function lagOneAutocorrelation(
  values: ArrayLike<number>,
  count: number = values.length,
): number | null {
  if (count < 3) return null;
  let total = 0;
  let largest = 0;
  let widest = 0;
  for (let i = 0; i < count; i++) {
    total += values[i]!;
    largest = Math.max(largest, Math.abs(values[i]!));
  }
  const centre = total / count;
  if (!Number.isFinite(centre)) throw refusal('lagOneAutocorrelation', `a mean of ${centre}`, FINITE);
  for (let i = 0; i < count; i++) widest = Math.max(widest, Math.abs(values[i]! - centre));
  if (widest <= 1e-12 * largest) return null;
  let products = 0;
  let squares = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    // Divide by the widest deviation: the square of a very small number would underflow to 0.
    const deviation = (values[i]! - centre) / widest;
    products += deviation * before;
    squares += deviation * deviation;
    before = deviation;
  }
  return products / squares;
}

/**
 * Herfindahl index of concentration, Σ(wᵢ/Σw)²: 1/n for n equal weights, 1 when one weight holds everything.
 *
 * Example: weights 3 and 1 have shares 0.75 and 0.25: 0.5625 + 0.0625 = 0.625.
 *
 * Source: Herfindahl (1950), Hirschman (1964). Returns null when the weights sum to 0.
 * Throws DecisionError for a weight that is negative or not finite.
 */
export function herfindahl(weights: readonly number[]): number | null {
  const negative = refuseNonFinite(weights, 'herfindahl').find((weight) => weight < 0);
  if (negative !== undefined) throw refusal('herfindahl', `a weight of ${negative}`, 'weights of 0 or more');
  const total = (mean(weights) ?? 0) * weights.length;
  return total === 0 ? null : weights.reduce((sum, weight) => sum + (weight / total) ** 2, 0);
}

/**
 * Herfindahl index H of n weights, rescaled so that n does not matter: (H − 1/n)/(1 − 1/n), from 0 for equal
 * weights to 1 for a single place.
 *
 * Example: H = 0.625 of 2 places: (0.625 − 0.5)/(1 − 0.5) = 0.25. Returns null for n = 0.
 */
export function normalisedHerfindahl(index: number, places: number): number | null {
  if (places < 1) return null;
  if (places === 1) return 1;
  return Math.min(1, Math.max(0, (index - 1 / places) / (1 - 1 / places)));
}

/**
 * Laplace's rule of succession, (k + 1)/(n + 2): a share that is never 0 or 1, so its logarithm exists.
 *
 * Example: 0 successes in 8 trials: 1/10 = 0.1.
 */
export function smoothedShare(successes: number, trials: number): number {
  return (successes + 1) / (trials + 2);
}

function ascending(values: readonly number[], where: string): number[] {
  return [...refuseNonFinite(values, where)].sort((a, b) => a - b);
}

/**
 * The median of |x − middle| in linear time. The largest deviation of a sorted sample is at its first or its
 * last value, so removing the larger end until half of the values are gone leaves the median.
 */
function medianDeviation(sorted: ArrayLike<number>, count: number, middle: number): number {
  let low = 0;
  let high = count - 1;
  let larger = 0;
  let size = 0;
  for (let left = count; left > (count - 1) >> 1; left--) {
    const below = middle - sorted[low]!;
    const above = sorted[high]! - middle;
    larger = size;
    size = Math.max(below, above);
    if (below > above) low++;
    else high--;
  }
  return count % 2 === 1 ? size : size + 0.5 * (larger - size);
}

function refuseNonFinite(values: readonly number[], where: string): readonly number[] {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw refusal(where, `a value of ${odd}`, FINITE);
  return values;
}

/** Two checks are enough: in ascending order an infinite value is the first or the last. */
function refuseInfiniteEnds(sorted: ArrayLike<number>, count: number): void {
  const first = sorted[0]!;
  const odd = Number.isFinite(first) ? sorted[count - 1]! : first;
  if (!Number.isFinite(odd)) throw refusal('quantile', `a value of ${odd}`, FINITE);
}

function refusal(where: string, found: string, expected: string): DecisionError {
  return new DecisionError('statistics', `${where} · ${found} · expected ${expected}`, {
    hint: 'The facts behind this number are damaged: recompute the trader-day facts from the fills.',
  });
}
