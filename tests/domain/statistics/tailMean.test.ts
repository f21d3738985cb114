import { describe, expect, it } from 'vitest';
import { tailMean } from '../../../src/domain/statistics/tailMean.ts';

const sorted = (values: readonly number[]) => Float64Array.from(values).sort();
const SEVEN = sorted([5, -2, 8, -11, 3, 0.5, -7]);
/** Residues of 37·k modulo 101, less 50: 100 different whole numbers from −49 to 50. */
const HUNDRED = sorted(Array.from({ length: 100 }, (_, at) => (((at + 1) * 37) % 101) - 50));

describe('the mean of the tail', () => {
  // Computed in Python: numpy.quantile at all knots up to p, trapezoid rule, divided by p.
  it.each<[string, Float64Array, number, number]>([
    ['five values at 25 %', sorted([-3, -1, 0, 1, 2]), 0.25, -2],
    ['five values at 5 %', sorted([-3, -1, 0, 1, 2]), 0.05, -2.8],
    ['seven values at 5 %', SEVEN, 0.05, -10.4],
    ['seven values at 40 %', SEVEN, 0.4, -5.875],
    ['seven values, all of them', SEVEN, 1, -1 / 3],
    ['a hundred values at 5 %', HUNDRED, 0.05, -46.525],
  ])('is the integral of the quantiles: %s', (_, values, p, expected) => {
    expect(tailMean(values, p)).toBeCloseTo(expected, 9);
  });

  it('is the value itself where there is only one, and null without any', () => {
    expect(tailMean(sorted([-4]), 0.05)).toBe(-4);
    expect(tailMean(sorted([]), 0.05)).toBeNull();
  });
});
