import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import { quantile } from '../../../src/domain/statistics/descriptive.ts';
import {
  bootstrapBounds,
  bootstrapInterval,
  bootstrapMeans,
  bootstrapRatios,
  bootstrapReplicates,
  sortedByCounts,
  sortedRatios,
} from '../../../src/domain/statistics/stationaryBootstrap.ts';

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const normals = (count: number, key: string) => {
  const random = createRandom(1, key);
  return Array.from({ length: count }, () => random.normal());
};
const autoregression = (count: number, memory: number, key: string) => {
  let level = 0;
  return normals(count, key).map((innovation) => (level = memory * level + innovation));
};

/**
 * Variance of the resampled mean: (R(0) + 2 Σ bᵢ R(i)) / n with bᵢ = (1 − i/n)qⁱ + (i/n)qⁿ⁻ⁱ and q = 1 −
 * 1/block.
 */
function lemmaVariance(values: readonly number[], meanBlock: number): number {
  const n = values.length;
  const centre = meanOf(values);
  const q = 1 - 1 / meanBlock;
  const covariance = (lag: number) =>
    values.slice(lag).reduce((sum, value, at) => sum + (value - centre) * ((values[at] ?? 0) - centre), 0) /
    n;
  const weighted = Array.from({ length: n - 1 }, (_, at) => at + 1).map(
    (lag) => ((1 - lag / n) * q ** lag + (lag / n) * q ** (n - lag)) * covariance(lag),
  );
  return (covariance(0) + 2 * weighted.reduce((sum, value) => sum + value, 0)) / n;
}

const bounds90 = { seed: 5, probabilities: [0.05, 0.95] };

describe('the stationary bootstrap', () => {
  it('repeats for the same seed and differs for another', () => {
    const values = normals(60, 'seed');
    const interval = (seed: number) => bootstrapInterval(values, meanOf, { ...bounds90, seed });
    expect(interval(5)).toEqual(interval(5));
    expect(interval(5)).not.toEqual(interval(6));
  });

  it('returns about the t interval for the mean of independent sessions', () => {
    const values = normals(400, 'independent').map((value) => 3 + 2 * value);
    const centre = meanOf(values);
    const spread = Math.sqrt(meanOf(values.map((value) => (value - centre) ** 2)) / 399);
    const [low = 0, high = 0] = bootstrapInterval(values, meanOf, bounds90);
    // The 95 % quantile of Student's t with 399 degrees of freedom.
    const halfWidth = 1.6487 * spread;
    for (const ratio of [(centre - low) / halfWidth, (high - centre) / halfWidth]) {
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.1);
    }
  });

  it('has the variance that Politis and Romano (1994, lemma 1) derive', () => {
    const values = autoregression(80, 0.5, 'lemma');
    const replicates = sortedRatios(Float64Array.from(values), new Float64Array(80).fill(1), {
      seed: 1,
      replicates: 20_000,
    });
    const centre = meanOf([...replicates]);
    const variance = meanOf([...replicates].map((value) => (value - centre) ** 2));
    expect(variance / lemmaVariance(values, 5)).toBeGreaterThan(0.95);
    expect(variance / lemmaVariance(values, 5)).toBeLessThan(1.05);
  });

  it('is wider than with blocks of one session where neighbouring sessions correlate', () => {
    const values = autoregression(400, 0.7, 'memory');
    const width = (meanBlockSessions: number) => {
      const [low = 0, high = 0] = bootstrapInterval(values, meanOf, { ...bounds90, meanBlockSessions });
      return high - low;
    };
    expect(width(5) / width(1)).toBeGreaterThan(1.5);
  });

  it('contains the true value about nine times in ten', () => {
    const covered = Array.from({ length: 400 }, (_, at) => {
      const values = autoregression(120, 0.3, `series ${at}`);
      const [low = 0, high = 0] = bootstrapRatios(Float64Array.from(values), new Float64Array(120).fill(1), {
        ...bounds90,
        seed: at,
        replicates: 400,
      });
      return low <= 0 && high >= 0;
    }).filter(Boolean).length;
    expect(covered / 400).toBeGreaterThan(0.8);
    expect(covered / 400).toBeLessThan(0.95);
  });

  it('joins runs of about five sessions that continue with the first session after the last', () => {
    const sessions = Array.from({ length: 40 }, (_, at) => at);
    const seen = new Float64Array(40);
    let [follows, wraps] = [0, 0];
    bootstrapInterval(
      sessions,
      (resample) => {
        expect(resample).toHaveLength(40);
        for (const [at, session] of resample.entries()) {
          seen[session] = (seen[session] ?? 0) + 1;
          if (at === 0) continue;
          if (session === ((resample[at - 1] ?? 0) + 1) % 40) follows++;
          if (session === 0 && resample[at - 1] === 39) wraps++;
        }
        return 0;
      },
      bounds90,
    );
    // Four of five sessions follow the one before, and one in forty of the rest by chance.
    expect(follows / (2000 * 39)).toBeCloseTo(0.8 + 0.2 / 40, 2);
    expect(wraps / 2000).toBeGreaterThan(0.6);
    expect(Math.min(...seen) / 2000).toBeGreaterThan(0.85);
    expect(Math.max(...seen) / 2000).toBeLessThan(1.15);
  });

  it('is the plain bootstrap with blocks of one session', () => {
    let follows = 0;
    const sessions = Array.from({ length: 40 }, (_, at) => at);
    const countFollowing = (resample: readonly number[]) => {
      follows += resample.filter(
        (session, at) => at > 0 && session === ((resample[at - 1] ?? 0) + 1) % 40,
      ).length;
      return 0;
    };
    bootstrapInterval(sessions, countFollowing, { ...bounds90, meanBlockSessions: 1 });
    expect(follows / (2000 * 39)).toBeCloseTo(1 / 40, 2);
  });
});

describe('bootstrapped ratios of sums', () => {
  it('equal the ratios of the same resamples computed one by one', () => {
    const above = normals(90, 'above');
    const below = normals(90, 'below').map(Math.abs);
    const pairs = above.map((value, at) => [value, below[at] ?? 0] as const);
    const ratio = (resample: readonly (readonly [number, number])[]) =>
      resample.reduce((sum, [value]) => sum + value, 0) / resample.reduce((sum, [, value]) => sum + value, 0);
    const one = bootstrapInterval(pairs, ratio, bounds90);
    const bounds = bootstrapRatios(Float64Array.from(above), Float64Array.from(below), bounds90);
    for (const [place, bound] of bounds.entries()) expect(bound).toBeCloseTo(one[place] ?? Number.NaN, 12);
  });

  it('equal the plain ratio for one session, and return the bounds in the requested order', () => {
    expect(bootstrapRatios(Float64Array.of(3), Float64Array.of(4), bounds90)).toEqual([0.75, 0.75]);
    const values = Float64Array.from(normals(50, 'order'));
    const ones = new Float64Array(50).fill(1);
    const [high, low] = bootstrapRatios(values, ones, { seed: 5, probabilities: [0.95, 0.05] });
    expect([low, high]).toEqual(bootstrapRatios(values, ones, bounds90));
  });

  it('use the product’s quantile for the bounds', () => {
    const values = Float64Array.from(normals(30, 'quantiles'));
    const replicates = sortedRatios(values, new Float64Array(30).fill(1), { seed: 5, replicates: 11 });
    const probabilities = [0, 0.05, 0.37, 0.5, 1];
    expect(bootstrapBounds(replicates, probabilities)).toEqual(
      probabilities.map((probability) => quantile([...replicates], probability)),
    );
  });

  it('have an infinite bound where many resamples have a denominator of 0', () => {
    const above = Float64Array.from({ length: 30 }, () => 1);
    const below = Float64Array.from({ length: 30 }, (_, at) => (at === 0 ? 1 : 0));
    const [low = 0, high] = bootstrapRatios(above, below, bounds90);
    expect(Number.isFinite(low)).toBe(true);
    expect(high).toBe(Number.POSITIVE_INFINITY);
    const [lowest] = bootstrapRatios(
      above.map((value) => -value),
      below,
      bounds90,
    );
    expect(lowest).toBe(Number.NEGATIVE_INFINITY);
  });

  it('leave out resamples in which 0 is divided by 0', () => {
    const rare = Float64Array.from({ length: 30 }, (_, at) => (at === 0 ? 2 : 0));
    expect(bootstrapRatios(rare, rare, bounds90)).toEqual([1, 1]);
  });
});

describe('invalid input of the bootstrap', () => {
  const one = Float64Array.of(1);
  it.each<[string, () => unknown]>([
    ['no session', () => bootstrapInterval([], () => 1, bounds90)],
    ['no replicate with a value', () => bootstrapInterval([1, 2], () => null, bounds90)],
    ['no replicate with a value', () => bootstrapInterval([1, 2], () => Number.NaN, bounds90)],
    [
      'blocks of 0.5 sessions',
      () => bootstrapInterval([1], () => 1, { ...bounds90, meanBlockSessions: 0.5 }),
    ],
    ['0 replicates', () => bootstrapInterval([1], () => 1, { ...bounds90, replicates: 0 })],
    ['probability 1.2', () => bootstrapInterval([1], () => 1, { ...bounds90, probabilities: [1.2] })],
    ['1 numerators, 2 denominators', () => bootstrapRatios(one, Float64Array.of(1, 2), bounds90)],
    ['a numerator of NaN', () => bootstrapRatios(Float64Array.of(Number.NaN), one, bounds90)],
    ['a denominator of -1', () => bootstrapRatios(one, Float64Array.of(-1), bounds90)],
    [
      'a denominator of Infinity',
      () => bootstrapRatios(one, Float64Array.of(Number.POSITIVE_INFINITY), bounds90),
    ],
  ])('the bootstrap refuses %s', (found, attempt) => {
    expect(attempt).toThrow(`found ${found}`);
  });
});

describe('the shorter ways to the same resamples', () => {
  const values = Float64Array.from(normals(57, 'shorter ways'));
  const sampling = { seed: 11, replicates: 300, probabilities: [0, 0.05, 0.5, 0.95, 1] };

  it('give means to the last digit as ratios over ones', () => {
    const ones = new Float64Array(values.length).fill(1);
    expect(bootstrapMeans(values, sampling)).toEqual(bootstrapRatios(values, ones, sampling));
  });

  it('refuse a value that is not finite, and no value', () => {
    expect(() => bootstrapMeans(Float64Array.of(1, Number.NaN), sampling)).toThrow('a numerator of NaN');
    expect(() => bootstrapMeans(new Float64Array(0), sampling)).toThrow('no session');
  });

  it('count how often each session was drawn', () => {
    // A sum of powers of 58 names every count.
    const places = Array.from(values.slice(0, 6), (_, place) => place);
    const nameOf = (times: readonly number[]) =>
      times.reduce((sum, count, place) => sum + count * 58 ** place, 0);
    const listed = bootstrapReplicates(
      places,
      (resample) => nameOf(places.map((place) => resample.filter((drawn) => drawn === place).length)),
      sampling,
    );
    const counted = sortedByCounts(places.length, (times) => nameOf([...times]), sampling);
    expect(counted).toEqual(Float64Array.from(listed).sort());
  });
});
