import { mean as meanOf } from 'simple-statistics';
import { DecisionError } from '../../shared/errors.ts';

/** Makes the median of |x| (or a MAD) estimate the standard deviation of a normal sample: 1 / Φ⁻¹(3/4). */
export const NORMAL_CONSISTENCY = 1.4826;

const FINITE = 'finite numbers only';

/**
 * The one quantile of the product: linear interpolation between order statistics at (n − 1)·p (Hyndman & Fan's
 * type 7, the default of R and NumPy). Null for no values; throws DecisionError unless 0 ≤ p ≤ 1.
 */
export function quantile(values: readonly number[], p: number): number | null {
  return quantileSorted(ascending(values, 'quantile'), p);
}

/** As `quantile`, for the first `count` values, already in ascending order. */
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

/** The 50 % quantile; null for no values. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** Arithmetic mean; null for no values. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : meanOf([...refuseNonFinite(values, 'mean')]);
}

/** 1.4826 · median |x − median x|, in the unit of x (Hampel 1974); null for no values, 0 when most are equal. */
export function robustScale(values: readonly number[]): number | null {
  return robustScaleSorted(ascending(values, 'robustScale'));
}

/** As `robustScale`, for the first `count` values, already in ascending order. */
export function robustScaleSorted(sorted: ArrayLike<number>, count: number = sorted.length): number | null {
  const middle = quantileSorted(sorted, 0.5, count);
  if (middle === null) return null;
  return NORMAL_CONSISTENCY * medianDeviation(sorted, count, middle);
}

/**
 * Lag-1 autocorrelation Σ(xₜ − x̄)(xₜ₋₁ − x̄) / Σ(xₜ − x̄)² (Box & Jenkins), within ±1. Null below 3 values, and when
 * all are equal to within rounding: noise of the 16th digit has no memory.
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
    // Over the widest, so that squares of very small numbers do not vanish.
    const deviation = (values[i]! - centre) / widest;
    products += deviation * before;
    squares += deviation * deviation;
    before = deviation;
  }
  return products / squares;
}

/**
 * Herfindahl index Σ(wᵢ/Σw)² of non-negative weights: 1/n when spread evenly, 1 when all is in one place. Null
 * when the weights add up to nothing; throws DecisionError for a negative weight.
 */
export function herfindahl(weights: readonly number[]): number | null {
  const negative = refuseNonFinite(weights, 'herfindahl').find((weight) => weight < 0);
  if (negative !== undefined) throw refusal('herfindahl', `a weight of ${negative}`, 'weights of 0 or more');
  const total = (mean(weights) ?? 0) * weights.length;
  return total === 0 ? null : weights.reduce((sum, weight) => sum + (weight / total) ** 2, 0);
}

/**
 * Herfindahl index rid of the number of places, (H − 1/n)/(1 − 1/n): 0 when spread evenly, 1 when all is in one
 * place, and 1 for a single place. Null for n = 0.
 */
export function normalisedHerfindahl(index: number, places: number): number | null {
  if (places < 1) return null;
  if (places === 1) return 1;
  return Math.min(1, Math.max(0, (index - 1 / places) / (1 - 1 / places)));
}

/** Laplace's rule of succession, (k + 1)/(n + 2): a rate that is never 0 or 1, so that its logarithm exists. */
export function smoothedShare(successes: number, trials: number): number {
  return (successes + 1) / (trials + 2);
}

function ascending(values: readonly number[], where: string): number[] {
  return [...refuseNonFinite(values, where)].sort((a, b) => a - b);
}

/** The median of |x − middle|: in a sorted sample the largest one left is always at one of the two ends, and half of them go. */
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

/** In ascending order an infinite value is the first or the last. */
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
