import { describe, expect, it } from 'vitest';
import { rankCorrelation, signFlips } from '../../../src/domain/evaluation/weightStability.ts';

describe('the rank correlation of coefficients', () => {
  it.each([
    ['the same order', [1, 2, 3, 4], [10, 20, 30, 400], 1],
    ['the opposite order', [1, 2, 3, 4], [4, 3, 2, 1], -1],
    ['neither', [1, 2, 3, 4], [2, 4, 1, 3], 0],
  ])('of %s has the expected value', (_, before, after, correlation) => {
    expect(rankCorrelation(before, after)).toBeCloseTo(correlation, 12);
  });

  it.each([
    ['too few', [1, 2], [1, 2]],
    ['all equal before', [1, 1, 1], [1, 2, 3]],
    ['all equal after', [1, 2, 3], [0, 0, 0]],
  ])('is null with %s', (_, before, after) => {
    expect(rankCorrelation(before, after)).toBeNull();
  });
});

describe('the sign flips of coefficients', () => {
  it('are counted per coefficient from fit to fit, and skip a 0', () => {
    const fits = [
      [1, -1, 0.2, 0],
      [2, 1, 0, 0],
      [0.1, -1, 0.3, -1],
      [1, -2, -0.3, 0],
    ];
    expect(signFlips(fits)).toEqual([0, 2, 1, 0]);
  });

  it('are 0 without fits and with a single fit', () => {
    expect(signFlips([])).toEqual([]);
    expect(signFlips([[1, -1]])).toEqual([0, 0]);
  });

  it('are refused for fits of unequal length or with NaN', () => {
    expect(() => signFlips([[1, 2], [1]])).toThrow('found 1 and 2 coefficients');
    expect(() => rankCorrelation([1, 2, 3], [1, 2, Number.NaN])).toThrow('found NaN');
  });
});
