import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { ResidualPool, sampleOf } from '../../../../src/domain/engines/model/residualPool.ts';
import { quantileSorted } from '../../../../src/domain/statistics/descriptive.ts';

const random = createRandom(8, 'residuals');
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());

describe('the pool of residuals', () => {
  const pools: [string, ResidualPool][] = [
    ['the prior alone', ResidualPool.of([])],
    ['a few sessions', ResidualPool.of([normals(7), normals(0), normals(9)])],
    ['a full one', ResidualPool.of(Array.from({ length: 250 }, () => normals(12)))],
    ['many that are the same', ResidualPool.of([new Float64Array(50).fill(0.25), normals(10)])],
  ];

  it.each(pools)('reads quantiles as everything else does: %s', (_, pool) => {
    for (const p of [0, 0.01, 0.05, 0.15, 0.5, 0.87, 1])
      expect(pool.quantile(p)).toBeCloseTo(quantileSorted(pool.values, p) ?? Number.NaN, 12);
  });

  it.each(pools)('gives back the probability that a quantile was read at: %s', (_, pool) => {
    for (const p of [0.02, 0.05, 0.12, 0.15, 0.31, 0.5, 0.8, 0.95]) {
      const z = pool.quantile(p);
      const share = pool.values.filter((value) => value === z).length / pool.values.length;
      expect(Math.abs(pool.probabilityBelow(z) - p)).toBeLessThanOrEqual(share > 0.1 ? share : 1e-12);
    }
  });

  it.each(pools)('never falls as z rises, and never calls anything impossible or certain: %s', (_, pool) => {
    const grid = Array.from({ length: 400 }, (_, at) => pool.probabilityBelow((at - 200) / 20));
    expect(grid).toEqual(grid.toSorted((a, b) => a - b));
    const half = 0.5 / pool.values.length;
    expect([pool.probabilityBelow(-1e9), pool.probabilityBelow(1e9)]).toEqual([half, 1 - half]);
    expect(pool.probabilityBelow(pool.values[0] ?? 0)).toBe(half);
  });

  it('begins with a Student’s t of 4 degrees of freedom and variance 1', () => {
    const prior = ResidualPool.of([]);
    const table: [number, number][] = [
      [0.05, 2.1318],
      [0.1, 1.5332],
      [0.15, 1.1896],
      [0.25, 0.7407],
    ];
    for (const [p, t] of table) {
      expect(prior.quantile(p)).toBeCloseTo(-t / Math.SQRT2, 1.7);
      expect(prior.quantile(1 - p)).toBeCloseTo(t / Math.SQRT2, 1.7);
    }
    expect(prior.quantile(0.5)).toBeCloseTo(0, 12);
  });

  it('forgets what it began with as residuals come in', () => {
    const wide = (count: number) => ResidualPool.of([normals(count).map((z) => 3 * z)]).quantile(0.05);
    const truth = 3 * -1.6449;
    const far = [0, 40, 3_000].map((count) => Math.abs(wide(count) - truth));
    expect(far).toEqual(far.toSorted((a, b) => b - a));
    expect(far[2]).toBeLessThan(0.35);
  });
});

describe('a sample of sessions', () => {
  const sessions = [Float64Array.of(1, 2, 3), Float64Array.of(), Float64Array.of(4, 5, 6, 7)];

  it.each([
    [7, [1, 2, 3, 4, 5, 6, 7]],
    [6, [1, 3, 5, 7]],
    [3, [1, 4, 7]],
    [1, [1]],
  ])('of at most %d keeps the order of time and spreads over all of it: %j', (largest, expected) => {
    expect([...sampleOf(sessions, largest)]).toEqual(expected);
  });

  it('of nothing is nothing', () => {
    expect(sampleOf([], 10)).toHaveLength(0);
  });
});
