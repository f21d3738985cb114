import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { choleskyRoot, solveByRoot } from '../../../../src/domain/engines/model/cholesky.ts';

const random = createRandom(1, 'cholesky');

describe('the Cholesky root', () => {
  it.each([1, 2, 7, 24])('of %d columns is ml-matrix’s to the last digit, and so is the solution', (size) => {
    const rows = Array.from({ length: 3 * size }, () =>
      Float64Array.from({ length: size }, () => random.normal()),
    );
    const gram = Array.from({ length: size }, (_, i) =>
      Float64Array.from({ length: size }, (__, j) =>
        rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0),
      ),
    );
    const right = Float64Array.from({ length: size }, () => random.normal());
    const matrix = new Matrix(gram.map((row) => [...row]));
    for (let i = 0; i < size; i++) matrix.set(i, i, matrix.get(i, i) + 2.5);
    const expected = new CholeskyDecomposition(matrix);
    const root = choleskyRoot(gram, 2.5);
    expect([...(root ?? [])]).toEqual(expected.lowerTriangularMatrix.to1DArray());
    expect([...solveByRoot(root ?? new Float64Array(), right)]).toEqual(
      expected.solve(Matrix.columnVector([...right])).to1DArray(),
    );
  });

  it('is null where there is none', () => {
    const singular = [Float64Array.of(1, 1), Float64Array.of(1, 1)];
    expect(choleskyRoot(singular, 0)).toBeNull();
    expect(choleskyRoot([Float64Array.of(Number.NaN)], 1)).toBeNull();
  });
});
