import { Matrix, solve } from 'ml-matrix';
import { MultivariateLinearRegression } from 'ml-regression';
import { DecisionError } from '../../../shared/errors.ts';
import { choleskyRoot, solveByRoot } from './cholesky.ts';
import type { StandardisedSums, StandardisedTarget } from './standardised.ts';

/** y ≈ intercept + Σ coefficient·x̃ on standardised features. */
export interface LinearFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/**
 * Ridge regression (Hoerl & Kennard 1970): the coefficients that minimise Σ(y − a − x̃β)² + penalty·Σβ², the intercept free,
 * from the sums of rows that were standardised by themselves. With R the Cholesky root of X̃ᵀX̃ + penalty·I it is the least
 * squares of R against R⁻ᵀX̃ᵀy, p rows instead of a million. An infinite penalty leaves the mean alone.
 * Throws DecisionError for sums that are not finite or no rows.
 */
export function fitRidge(sums: StandardisedSums, target: StandardisedTarget, penalty: number): LinearFit {
  return fitRidges(sums, [target], penalty)[0] as LinearFit;
}

/** As `fitRidge` for several targets, by one decomposition. */
export function fitRidges(
  sums: StandardisedSums,
  targets: readonly StandardisedTarget[],
  penalty: number,
): readonly LinearFit[] {
  const weights = penalty === Number.POSITIVE_INFINITY ? null : weightsOf(sums, targets, penalty);
  const fits = targets.map(
    (target, t): LinearFit => ({
      intercept: target.sum / sums.rows,
      coefficients: Float64Array.from(sums.sums, (_, i) =>
        weights === null ? 0 : (weights[i]?.[t] ?? Number.NaN),
      ),
    }),
  );
  const isOdd = ({ intercept, coefficients }: LinearFit) =>
    !(Number.isFinite(intercept) && isFiniteRow(coefficients));
  if (weights !== null && fits.some(isOdd)) throw notFinite(sums.rows);
  return fits;
}

/** The coefficients, a row a feature and a column a target. */
function weightsOf(
  sums: StandardisedSums,
  targets: readonly StandardisedTarget[],
  penalty: number,
): readonly (readonly number[])[] {
  const features = sums.sums.length;
  const lower = Matrix.from1DArray(features, features, rootOf(sums, penalty));
  const products = new Matrix(features, targets.length);
  for (const [t, target] of targets.entries()) products.setColumn(t, Array.from(target.products));
  return new MultivariateLinearRegression(lower.transpose(), solve(lower, products), {
    intercept: false,
    statistics: false,
  }).weights;
}

/** The same coefficients by back-substitution, without the least squares: for the many fits that only choose a penalty. */
export function solveRidge(
  sums: StandardisedSums,
  targets: readonly StandardisedTarget[],
  penalty: number,
): readonly LinearFit[] {
  const root = penalty === Number.POSITIVE_INFINITY ? null : rootOf(sums, penalty);
  return targets.map(({ sum, products }) => ({
    intercept: sum / sums.rows,
    coefficients: root === null ? new Float64Array(products.length) : solveByRoot(root, products),
  }));
}

/** Σ(y − a − x̃β)² over rows known by their sums, whichever rows the fit came from. */
export function squaredError(
  { intercept, coefficients }: LinearFit,
  sums: StandardisedSums,
  target: StandardisedTarget,
): number {
  let error = target.squares - 2 * intercept * target.sum + sums.rows * intercept * intercept;
  for (let i = 0; i < coefficients.length; i++) {
    const beta = coefficients[i]!;
    if (beta === 0) continue;
    const gram = sums.gram[i]!;
    let quadratic = 0;
    for (let j = 0; j < coefficients.length; j++) quadratic += gram[j]! * coefficients[j]!;
    error += beta * (quadratic + 2 * intercept * sums.sums[i]! - 2 * target.products[i]!);
  }
  return error;
}

function rootOf({ gram, rows }: StandardisedSums, penalty: number): Float64Array {
  const root = rows > 0 && gram.every(isFiniteRow) ? choleskyRoot(gram, penalty) : null;
  if (root === null) throw notFinite(rows);
  return root;
}

function isFiniteRow(row: Float64Array): boolean {
  for (let i = 0; i < row.length; i++) if (!Number.isFinite(row[i])) return false;
  return true;
}

function notFinite(rows: number): DecisionError {
  return new DecisionError(
    'ridge_not_finite',
    `ridge · no finite solution from ${rows} rows · expected one for every penalty above 0`,
    { hint: 'The facts behind the training rows are damaged: recompute them from the fills.' },
  );
}
