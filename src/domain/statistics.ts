import {
  mean as meanOf,
  medianAbsoluteDeviation,
  rootMeanSquare as rootMeanSquareOf,
  quantileSorted as typeSevenSorted,
} from 'simple-statistics';
import { DecisionError } from '../errors.ts';

/** Makes the median of |x| (or a MAD) estimate the standard deviation of a normal sample: 1 / Φ⁻¹(3/4). */
export const NORMAL_CONSISTENCY = 1.4826;

/**
 * The one quantile of the product: linear interpolation between order statistics at (n − 1)·p (Hyndman & Fan's
 * type 7, the default of R and NumPy). Null for no values; throws DecisionError unless 0 ≤ p ≤ 1.
 */
export function quantile(values: readonly number[], p: number): number | null {
  return quantileSorted(ascending(values), p);
}

/** As `quantile`, for values already in ascending order. */
export function quantileSorted(sorted: readonly number[], p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw refusal('quantile', `p = ${p}`, 'a share from 0 to 1');
  return sorted.length === 0 ? null : typeSevenSorted([...refuseNonFinite(sorted, 'quantile')], p);
}

/** The 50 % quantile; null for no values. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** Arithmetic mean; null for no values. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : meanOf([...refuseNonFinite(values, 'mean')]);
}

/** √(Σx²/n), the volatility about zero; null for no values. */
export function rootMeanSquare(values: readonly number[]): number | null {
  return values.length === 0 ? null : rootMeanSquareOf([...refuseNonFinite(values, 'rootMeanSquare')]);
}

/** 1.4826 · median |x − median x|, in the unit of x (Hampel 1974); null for no values, 0 when most are equal. */
export function robustScale(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return NORMAL_CONSISTENCY * medianAbsoluteDeviation([...refuseNonFinite(values, 'robustScale')]);
}

/** 1.4826 · median |x|: a robust standard deviation of something that centres on zero; null for no values. */
export function robustScaleAboutZero(values: readonly number[]): number | null {
  const middle = median(values.map(Math.abs));
  return middle === null ? null : NORMAL_CONSISTENCY * middle;
}

/**
 * Exponentially weighted mean, oldest first: Σ wₖ·x₍ₙ₋ₖ₎ / Σ wₖ with wₖ = (1 − α)ᵏ and α = 2/(span + 1). The weights
 * are normalised over the values given, so a cut-off history gives an honest mean. Null for no values; throws
 * DecisionError for a span below 1.
 */
export function ewmaMean(values: readonly number[], span: number): number | null {
  if (!(span >= 1)) throw refusal('ewmaMean', `span = ${span}`, 'at least 1 observation');
  return decayingMean(refuseNonFinite(values, 'ewmaMean'), 1 - 2 / (span + 1));
}

/**
 * Exponentially weighted variance about zero, oldest first: Σ λᵏ·x₍ₙ₋ₖ₎² / Σ λᵏ (RiskMetrics 1996, weights
 * normalised). In the unit of x². Null for no values; throws DecisionError unless 0 < λ < 1.
 */
export function ewmaVariance(values: readonly number[], lambda: number): number | null {
  if (!(lambda > 0 && lambda < 1)) throw refusal('ewmaVariance', `lambda = ${lambda}`, 'between 0 and 1');
  return decayingMean(
    refuseNonFinite(values, 'ewmaVariance').map((value) => value * value),
    lambda,
  );
}

/**
 * Lag-1 autocorrelation Σ(xₜ − x̄)(xₜ₋₁ − x̄) / Σ(xₜ − x̄)² (Box & Jenkins), within ±1. Null below 3 values, and when
 * all are equal to within rounding: noise of the 16th digit has no memory.
 */
export function lagOneAutocorrelation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 3) return null;
  const deviations = values.map((value) => value - centre);
  const widest = Math.max(...deviations.map(Math.abs));
  if (widest <= 1e-12 * Math.max(...values.map(Math.abs))) return null;
  // Over the widest, so that squares of very small numbers do not vanish.
  const shape = deviations.map((deviation) => deviation / widest);
  return sumOfProducts(shape.slice(1), shape) / sumOfProducts(shape, shape);
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

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

function decayingMean(values: readonly number[], decay: number): number | null {
  if (values.length === 0) return null;
  let weighted = 0;
  let weights = 0;
  for (const value of values) {
    weighted = weighted * decay + value;
    weights = weights * decay + 1;
  }
  return weighted / weights;
}

function sumOfProducts(shorter: readonly number[], longer: readonly number[]): number {
  return shorter.reduce((sum, value, index) => sum + value * (longer[index] ?? 0), 0);
}

function refuseNonFinite(values: readonly number[], where: string): readonly number[] {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw refusal(where, `a value of ${odd}`, 'finite numbers only');
  return values;
}

function refusal(where: string, found: string, expected: string): DecisionError {
  return new DecisionError('statistics', `${where} · ${found} · expected ${expected}`, {
    hint: 'The facts behind this number are damaged: recompute the trader-day facts from the fills.',
  });
}
