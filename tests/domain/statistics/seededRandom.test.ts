import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe('seeded random numbers', () => {
  it('repeat for the same seed and differ for another', () => {
    expect(draw(7, 20)).toEqual(draw(7, 20));
    const firsts = new Set([0, 1, 2, -1, 2 ** 32, 2 ** 40, 20_250_109].map((seed) => draw(seed, 1)[0]));
    expect(firsts.size).toBe(7);
  });

  it('are uniform over [0, 1) for any seed', () => {
    for (const seed of [0, 1, 2, 99, 2 ** 45]) {
      const counts = new Float64Array(20);
      for (const value of draw(seed, 20_000))
        counts[Math.floor(20 * value)] = (counts[Math.floor(20 * value)] ?? 0) + 1;
      const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      // The 99.99 % quantile of χ² with 19 degrees of freedom.
      expect(chiSquare).toBeLessThan(50.8);
    }
  });

  it('do not correlate with the number before', () => {
    const values = draw(3, 20_000).map((value) => value - 0.5);
    const products = values.slice(1).map((value, at) => 12 * value * (values[at] ?? 0));
    expect(Math.abs(products.reduce((sum, value) => sum + value, 0) / 20_000)).toBeLessThan(
      4 / Math.sqrt(20_000),
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('refuse %d as a seed', (seed) => {
    expect(() => seededRandom(seed)).toThrow('expected a whole number');
  });
});
