import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import {
  fitRidge,
  type LinearFit,
  solveRidgeQuickly,
  squaredError,
} from '../../../../src/domain/engines/model/ridge.ts';
import {
  type StandardisedSums,
  standardisationOf,
  standardise,
  standardiseTarget,
} from '../../../../src/domain/engines/model/standardised.ts';
import { approximately } from '../../../support/approximately.ts';
import {
  plainPrediction,
  plainScaling,
  plainStandardised,
  randomRow,
  sumsOfRows,
} from '../../../support/plainRidge.ts';

interface GoldenCase {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly targets: readonly (readonly [number, number])[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly fits: readonly {
    readonly alpha: number;
    readonly intercepts: readonly [number, number];
    readonly coefficients: readonly [readonly number[], readonly number[]];
  }[];
}

const golden = JSON.parse(readFileSync('tests/golden/ridge.json', 'utf8')) as { cases: GoldenCase[] };

describe.each(golden.cases.map((one) => [one.rows.length, one.means.length, one] as const))(
  'ridge on %d rows of %d features, against scikit-learn',
  (_, features, { rows, targets, means, deviations, fits }) => {
    const sums = sumsOfRows(
      rows.map((row, at) => ({
        features: Float64Array.from(row, (value) => value ?? Number.NaN),
        targets: Float64Array.from(targets[at] ?? []),
      })),
      features,
      2,
    );
    const standardisation = standardisationOf(sums);
    const standardised = standardise(sums, standardisation);
    const bothTargets = [0, 1].map((t) => standardiseTarget(sums, t, standardisation));

    it('standardises as StandardScaler does', () => {
      expect([...standardisation.means]).toEqual(approximately(means, 10));
      expect([...standardisation.deviations]).toEqual(
        deviations.map((deviation) => approximately(deviation, 10)),
      );
    });

    it.each(fits)('finds the coefficients of Ridge(alpha=$alpha)', ({ alpha, intercepts, coefficients }) => {
      const expected = [0, 1].map((t) => ({
        intercept: approximately(intercepts[t] ?? 0, 8),
        coefficients: (coefficients[t] ?? []).map((coefficient) => approximately(coefficient, 8)),
      }));
      expect(fitRidge(standardised, bothTargets, alpha).map(listed)).toEqual(expected);
      expect(solveRidgeQuickly(standardised, bothTargets, alpha).map(listed)).toEqual(expected);
    });

    it.each(fits)('finds them for both targets at once, to the last bit (alpha=$alpha)', ({ alpha }) => {
      const alone = bothTargets.flatMap((target) => fitRidge(standardised, [target], alpha));
      expect(fitRidge(standardised, bothTargets, alpha)).toEqual(alone);
    });
  },
);

describe('a ridge fit', () => {
  const random = createRandom(6, 'ridge');
  const rows = Array.from({ length: 120 }, () => randomRow(random, 4));
  const [train, test] = [rows.slice(0, 80), rows.slice(80)];
  const trainSums = sumsOfRows(train, 4, 2);
  const standardisation = standardisationOf(trainSums);
  const sums = standardise(trainSums, standardisation);
  const target = standardiseTarget(trainSums, 0, standardisation);

  it.each([0.1, 10, 1000])(
    'errs on other rows, by their sums, as it does row by row (penalty %d)',
    (penalty) => {
      const fit = fitRidge(sums, [target], penalty)[0]!;
      const scaling = plainScaling(train);
      const errors = test.map((row) => {
        const said = plainPrediction([fit.intercept, ...fit.coefficients], plainStandardised(row, scaling));
        return ((row.targets[0] ?? 0) - said) ** 2;
      });
      const testSums = sumsOfRows(test, 4, 2);
      const error = squaredError(
        fit,
        standardise(testSums, standardisation),
        standardiseTarget(testSums, 0, standardisation),
      );
      expect(error).toBeCloseTo(
        errors.reduce((sum, one) => sum + one, 0),
        7,
      );
    },
  );

  it('leaves the mean alone at an infinite penalty', () => {
    const mean = target.sum / sums.rows;
    const expected = { intercept: mean, coefficients: [0, 0, 0, 0] };
    expect(listed(fitRidge(sums, [target], Number.POSITIVE_INFINITY)[0]!)).toEqual(expected);
    expect(solveRidgeQuickly(sums, [target], Number.POSITIVE_INFINITY).map(listed)).toEqual([expected]);
  });

  it.each<[string, StandardisedSums, number]>([
    ['no row', { ...sums, rows: 0 }, 1],
    ['a sum that is not a number', { ...sums, gram: sums.gram.map((row) => row.map(() => Number.NaN)) }, 1],
    [
      'a feature twice and no penalty',
      { ...sums, gram: sums.gram.map(() => new Float64Array(4).fill(1)) },
      0,
    ],
  ])('is refused from %s', (_, odd, penalty) => {
    const refusal = expect.objectContaining({ code: 'ridge_not_finite' });
    expect(() => fitRidge(odd, [target], penalty)).toThrow(refusal);
    expect(() => solveRidgeQuickly(odd, [target], penalty)).toThrow(refusal);
  });

  it('is refused where a target is not a number', () => {
    const odd = { ...target, products: target.products.map(() => Number.NaN) };
    expect(() => fitRidge(sums, [odd], 1)).toThrow(expect.objectContaining({ code: 'ridge_not_finite' }));
  });
});

function listed({ intercept, coefficients }: LinearFit) {
  return { intercept, coefficients: [...coefficients] };
}
