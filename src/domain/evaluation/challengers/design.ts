import { choleskyRoot, solveByRoot } from '../../engines/model/cholesky.ts';
import type { MorningRow } from './challenger.ts';

/** Standardised values are limited to this many deviations, as in the product. */
const MAXIMUM_DEVIATIONS = 4;

/**
 * Maps rows to columns: 1, then the features, ln σ₀ and −k/S, each standardised; an unknown value becomes the
 * mean.
 */
export interface Design {
  readonly width: number;
  row(row: MorningRow): Float64Array;
}

/** The features, ln σ₀ and −k/S: the inputs of a contestant that does not use σ₀ and k otherwise. */
export function inputsOf({ features, baselineScale, largeLossBelow }: MorningRow): Float64Array {
  const inputs = new Float64Array(features.length + 2);
  inputs.set(features);
  inputs[features.length] = Math.log(baselineScale);
  inputs[features.length + 1] = largeLossBelow;
  return inputs;
}

/** Computes the means and deviations of these rows; requires at least one row. */
export function designOf(rows: readonly MorningRow[]): Design {
  const inputs = rows.map(inputsOf);
  const columns = inputs[0]?.length ?? 0;
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const known = inputs.map((values) => values[column]!).filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1);
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    means[column] = mean;
    deviations[column] = Math.sqrt(squares / Math.max(known.length, 1));
  }
  return {
    width: columns + 1,
    row(row) {
      const values = inputsOf(row);
      const out = new Float64Array(columns + 1);
      out[0] = 1;
      for (let column = 0; column < columns; column++) {
        const z = (values[column]! - means[column]!) / deviations[column]!;
        out[column + 1] = Number.isFinite(z)
          ? Math.min(Math.max(z, -MAXIMUM_DEVIATIONS), MAXIMUM_DEVIATIONS)
          : 0;
      }
      return out;
    },
  };
}

/**
 * The β that minimises Σ weight·(target − xβ)² + penalty·Σβ², without a penalty on the first column (the
 * constant). Returns `start` if the weights leave no solution.
 */
export function weightedRidge(
  rows: readonly Float64Array[],
  weights: Float64Array,
  targets: Float64Array,
  penalty: number,
  start: Float64Array,
): Float64Array {
  const size = start.length;
  const gram = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    for (let i = 0; i < size; i++) {
      const weighted = weights[at]! * row[i]!;
      const sums = gram[i]!;
      for (let j = 0; j <= i; j++) sums[j] = sums[j]! + weighted * row[j]!;
      right[i] = right[i]! + weighted * targets[at]!;
    }
  }
  for (let i = 1; i < size; i++) {
    const sums = gram[i]!;
    sums[i] = sums[i]! + penalty;
  }
  const root = choleskyRoot(gram, 0);
  return root === null ? start : solveByRoot(root, right);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
