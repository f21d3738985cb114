import type { Random } from '../../src/adapters/demo/simulation/random.ts';
import { MomentSums } from '../../src/domain/engines/model/momentSums.ts';

/** A training row before summing: features (NaN = unknown) and targets. */
export interface PlainRow {
  readonly features: Float64Array;
  readonly targets: Float64Array;
}

export interface PlainScaling {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** The moment sums of rows, added one at a time. */
export function sumsOfRows(rows: readonly PlainRow[], features: number, targets: number): MomentSums {
  const sums = new MomentSums(features, targets);
  for (const row of rows) sums.add(row.features, row.targets);
  return sums;
}

/**
 * A row of correlated features, a sixth of them unknown. The first target depends on the first feature, the
 * second on none.
 */
export function randomRow(random: Random, features: number): PlainRow {
  const common = random.normal();
  const values = Array.from({ length: features }, (_, i) => 5 * i + (1 + i) * (common + random.normal()));
  return {
    features: Float64Array.from(values, (value) => (random.chance(1 / 6) ? Number.NaN : value)),
    targets: Float64Array.of(0.4 * (values[0] ?? 0) + random.normal(), random.normal()),
  };
}

/** Mean and population standard deviation over the rows with a known feature. */
export function plainScaling(rows: readonly PlainRow[]): PlainScaling {
  const columns = Array.from(rows[0]?.features ?? [], (_, i) =>
    rows.map(({ features }) => features[i] ?? Number.NaN).filter((value) => !Number.isNaN(value)),
  );
  const means = columns.map((column) => mean(column));
  return {
    means,
    deviations: columns.map((column, i) => Math.sqrt(mean(column.map((v) => (v - (means[i] ?? 0)) ** 2)))),
  };
}

/** The standardised features of one row; unknown = 0. */
export function plainStandardised({ features }: PlainRow, { means, deviations }: PlainScaling): number[] {
  return Array.from(features, (value, i) =>
    Number.isNaN(value) ? 0 : (value - (means[i] ?? 0)) / (deviations[i] ?? 1),
  );
}

/** Ridge from the rows, by Gaussian elimination of the normal equations: [intercept, …coefficients]. */
export function plainRidge(
  x: readonly (readonly number[])[],
  y: readonly number[],
  penalty: number,
): readonly number[] {
  const design = x.map((row) => [1, ...row]);
  const size = design[0]?.length ?? 0;
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from(
      { length: size },
      (_, j) => total(design.map((row) => (row[i] ?? 0) * (row[j] ?? 0))) + (i === j && i > 0 ? penalty : 0),
    ),
    total(design.map((row, at) => (row[i] ?? 0) * (y[at] ?? 0))),
  ]);
  return eliminated(system);
}

/** The prediction of a fit for a standardised row. */
export function plainPrediction([intercept = 0, ...coefficients]: readonly number[], x: readonly number[]) {
  return intercept + total(coefficients.map((coefficient, i) => coefficient * (x[i] ?? 0)));
}

/** Gauss-Jordan elimination; the matrix is positive definite and needs no pivoting. */
function eliminated(system: number[][]): number[] {
  for (const [i, row] of system.entries()) {
    const pivot = row[i] ?? 0;
    for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) / pivot;
    for (const [k, other] of system.entries()) {
      if (k === i) continue;
      const factor = other[i] ?? 0;
      for (let j = 0; j < row.length; j++) other[j] = (other[j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  return system.map((row) => row.at(-1) ?? 0);
}

function mean(values: readonly number[]): number {
  return total(values) / values.length;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
