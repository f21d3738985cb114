import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import { lowestValues } from '../../../src/domain/statistics/lowestValues.ts';
import { tailMean, valuesBelow } from '../../../src/domain/statistics/tailMean.ts';

const SESSIONS = 100;
const TRADERS = 200;

/** One array a session, 20,000 values in all. */
function sessions(pnlOf: (place: number) => number): readonly Float64Array[] {
  return Array.from({ length: SESSIONS }, (_, session) =>
    Float64Array.from({ length: TRADERS }, (__, trader) => pnlOf(session * TRADERS + trader)),
  );
}

const sortedWhole = (parts: readonly Float64Array[]) =>
  Float64Array.from(parts.flatMap((part) => [...part])).sort();
const random = createRandom(3, 'lowest values');
const DRAWN = Array.from({ length: SESSIONS * TRADERS }, () => random.normal());

describe('the lowest values of several arrays', () => {
  it.each<[string, (place: number) => number]>([
    ['drawn at random', (place) => DRAWN[place]!],
    ['all equal', () => 0],
    ['nine tenths equal, and lowest', (place) => (place % 10 === 0 ? DRAWN[place]! ** 2 : 0)],
    ['lowest in one session', (place) => (place < TRADERS ? place - 1_000 : DRAWN[place]!)],
    // Every 50th value is sampled: the guess is −1,000, and only 2 % of the values lie there.
    ['where the sample misleads', (place) => (place % 50 === 0 ? -1_000 : DRAWN[place]!)],
  ])('begin as all values sorted: %s', (_, pnlOf) => {
    const parts = sessions(pnlOf);
    const lowest = lowestValues(parts, 1_002);
    expect(lowest.length).toBeGreaterThanOrEqual(1_002);
    expect(lowest).toEqual(sortedWhole(parts).subarray(0, lowest.length));
  });

  it('are a small part of the values where these differ', () => {
    expect(
      lowestValues(
        sessions((place) => DRAWN[place]!),
        1_002,
      ).length,
    ).toBeLessThan(2_000);
  });

  it('are all values where there are few, or fewer than wanted', () => {
    expect(lowestValues([Float64Array.of(5, 1), Float64Array.of(3, 2)], 2)).toEqual(
      Float64Array.of(1, 2, 3, 5),
    );
    expect(lowestValues([], 2)).toEqual(new Float64Array(0));
    const parts = sessions((place) => DRAWN[place]!);
    expect(lowestValues(parts, 30_000)).toEqual(sortedWhole(parts));
  });

  it('have the mean of the tail of all values, to the last digit', () => {
    const parts = sessions((place) => DRAWN[place]!);
    const count = SESSIONS * TRADERS;
    for (const p of [0.001, 0.05, 0.15, 1])
      expect(tailMean(lowestValues(parts, valuesBelow(count, p)), p, count)).toBe(
        tailMean(sortedWhole(parts), p),
      );
  });
});
