import type { MomentSums } from './momentSums.ts';

/**
 * Mean and standard deviation of every feature over the rows in which it is known. A deviation of 0 marks a
 * feature that never varied.
 */
export interface Standardisation {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/**
 * Returns the means and population standard deviations of these rows, as scikit-learn's StandardScaler does.
 */
export function standardisationOf(sums: MomentSums): Standardisation {
  const means = new Float64Array(sums.features);
  const deviations = new Float64Array(sums.features);
  for (let i = 0; i < sums.features; i++) {
    const known = sums.rows - sums.missing(i);
    const mean = known > 0 ? sums.sum(i) / known : 0;
    const variance = known > 0 ? sums.product(i, i) / known - mean * mean : 0;
    means[i] = mean;
    // A smaller variance is the rounding error of the subtraction.
    deviations[i] = variance > 1e-12 * Math.max(mean * mean, 1e-300) ? Math.sqrt(variance) : 0;
  }
  return { means, deviations };
}

/** The sums of x̃ = (v − mean)/deviation over some rows, unknown = 0. */
export interface StandardisedSums {
  readonly rows: number;
  /** Σ x̃, length p. */
  readonly sums: Float64Array;
  /** Σ x̃ᵢx̃ⱼ, p rows of p. */
  readonly gram: readonly Float64Array[];
}

export interface StandardisedTarget {
  /** Σ y and Σ y². */
  readonly sum: number;
  readonly squares: number;
  /** Σ x̃ᵢ·y, length p. */
  readonly products: Float64Array;
}

/**
 * Returns the sums in standardised features. The standardisation may come from other rows: a test fold uses
 * that of its training fold.
 */
export function standardise(sums: MomentSums, { means, deviations }: Standardisation): StandardisedSums {
  const p = sums.features;
  const gram = Array.from({ length: p }, () => new Float64Array(p));
  const totals = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    const scaleI = inverse(deviations[i]!);
    const meanI = means[i]!;
    totals[i] = (sums.sum(i) - meanI * (sums.rows - sums.missing(i))) * scaleI;
    for (let j = i; j < p; j++) {
      const value = centredProduct(sums, i, j, meanI, means[j]!) * scaleI;
      gram[i]![j] = value * inverse(deviations[j]!);
      gram[j]![i] = value * inverse(deviations[j]!);
    }
  }
  return { rows: sums.rows, sums: totals, gram };
}

/** Returns the sums of one target with the standardised features. */
export function standardiseTarget(
  sums: MomentSums,
  target: number,
  { means, deviations }: Standardisation,
): StandardisedTarget {
  const sum = sums.targetSum(target);
  const products = Float64Array.from({ length: sums.features }, (_, i) => {
    const known = sum - sums.targetSumWhereMissing(i, target);
    return (sums.targetProduct(i, target) - means[i]! * known) * inverse(deviations[i]!);
  });
  return { sum, squares: sums.targetSquares(target), products };
}

/** Σ (vᵢ − mᵢ)(vⱼ − mⱼ) over the rows in which both are known. */
function centredProduct(sums: MomentSums, i: number, j: number, meanI: number, meanJ: number): number {
  const bothKnown = sums.rows - sums.missing(i) - sums.missing(j) + sums.bothMissing(i, j);
  const sumI = sums.sum(i) - sums.sumWhereMissing(i, j);
  const sumJ = sums.sum(j) - sums.sumWhereMissing(j, i);
  return sums.product(i, j) - meanI * sumJ - meanJ * sumI + bothKnown * meanI * meanJ;
}

function inverse(deviation: number): number {
  return deviation > 0 ? 1 / deviation : 0;
}
