import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  herfindahl,
  lagOneAutocorrelation,
  mean,
  median,
  normalisedHerfindahl,
  quantile,
  quantileSorted,
  robustScale,
  smoothedShare,
} from '../../../src/domain/statistics/descriptive.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const someFinite = fc.array(finite, { minLength: 1, maxLength: 80 });

describe('the quantile', () => {
  it.each([
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.25, 1.75],
    [[4, 1, 3, 2], 0.75, 3.25],
    [[10, 20, 30, 40, 50], 0.05, 12],
    [[10, 20, 30, 40, 50], 0.15, 16],
    [[10, 20, 30, 40, 50], 0.25, 20],
    [[7], 0.95, 7],
    [[3, 1, 2], 0, 1],
    [[3, 1, 2], 1, 3],
  ])('the quantile of %j at p = %d is %d, the default of R and NumPy', (values, p, expected) => {
    expect(quantile(values, p)).toBeCloseTo(expected, 12);
  });

  it('equals the plain definition for any sample', () => {
    fc.assert(
      fc.property(someFinite, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const should = plainQuantile(values, p);
        expect(Math.abs((quantile(values, p) ?? Number.NaN) - should)).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(should)),
        );
      }),
    );
  });

  it('does not change its argument', () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    median(values);
    robustScale(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it.each([-0.01, 1.01, Number.NaN])('refuses p = %d', (p) => {
    expect(() => quantile([1, 2], p)).toThrow('expected a share from 0 to 1');
    expect(() => quantileSorted([], p)).toThrow('expected a share from 0 to 1');
  });
});

describe('the robust scale', () => {
  it.each([
    [[1, 1, 2, 2, 4, 6, 9], 1.4826],
    [[5, 5, 5, 5, 100], 0],
    [[-1, 1], 1.4826],
  ])('the robust scale of %j is %d', (values, expected) => {
    expect(robustScale(values)).toBeCloseTo(expected, 12);
  });

  it('equals the plain definition for any sample', () => {
    fc.assert(
      fc.property(someFinite, (values) => {
        const middle = plainQuantile(values, 0.5);
        const should =
          1.4826 *
          plainQuantile(
            values.map((value) => Math.abs(value - middle)),
            0.5,
          );
        expect(Math.abs((robustScale(values) ?? Number.NaN) - should)).toBeLessThanOrEqual(
          1e-9 * Math.max(1, should),
        );
      }),
    );
  });
});

describe('the lag-one autocorrelation', () => {
  it.each([
    [[1, -1, 1, -1], -0.75],
    [[1, 2, 3], 0],
    [[1, 1, 0, 0], 0.25],
  ])('the lag-one autocorrelation of %j is %d', (values, expected) => {
    expect(lagOneAutocorrelation(values)).toBeCloseTo(expected, 12);
  });

  it.each([[[]], [[1]], [[1, 2]], [[5, 5, 5, 5]], [[0, 0, 0]], [[0.1 * 3, 0.3, 0.1 + 0.2, 0.3]]])(
    'the lag-one autocorrelation of %j is null: too few values, or only rounding errors differ',
    (values) => {
      expect(lagOneAutocorrelation(values)).toBeNull();
    },
  );

  it('stays between −1 and 1', () => {
    fc.assert(
      fc.property(someFinite, (values) => {
        expect(Math.abs(lagOneAutocorrelation(values) ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('the Herfindahl index', () => {
  it.each([
    [[1, 1, 1, 1], 0.25, 0],
    [[5], 1, 1],
    [[3, 1], 0.625, 0.25],
    [[10, 0], 1, 1],
  ])('the Herfindahl index of weights %j is %d, normalised %d', (weights, index, normalised) => {
    expect(herfindahl(weights)).toBeCloseTo(index, 12);
    expect(normalisedHerfindahl(index, weights.length)).toBeCloseTo(normalised, 12);
  });

  it('is null without weights, and for weights of 0', () => {
    expect([herfindahl([]), herfindahl([0, 0]), normalisedHerfindahl(1, 0)]).toEqual([null, null, null]);
  });

  it('refuses a negative weight', () => {
    expect(() => herfindahl([2, -1])).toThrow('expected weights of 0 or more');
  });
});

it('a smoothed share is never 0 or 1', () => {
  expect([smoothedShare(0, 0), smoothedShare(0, 8), smoothedShare(8, 8)]).toEqual([0.5, 0.1, 0.9]);
});

const statistics: [string, (values: readonly number[]) => number | null][] = [
  ['quantile', (values) => quantile(values, 0.5)],
  ['median', median],
  ['mean', mean],
  ['robustScale', robustScale],
  ['lagOneAutocorrelation', lagOneAutocorrelation],
  ['herfindahl', herfindahl],
];

describe.each(statistics)('the statistic %s', (_, statistic) => {
  it('is null without values', () => {
    expect(statistic([])).toBeNull();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %d among its values',
    (odd) => {
      expect(() => statistic([1, odd, 3, 4])).toThrow('expected finite numbers only');
    },
  );
});

function plainQuantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (position - Math.floor(position)) * (above - below);
}
