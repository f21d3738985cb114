import { describe, expect, it } from 'vitest';
import { bootstrapRatios } from '../../../src/domain/statistics/stationaryBootstrap.ts';

const numerators = Float64Array.from({ length: 40 }, (_, place) => Math.sin(place) + 1);
const ones = new Float64Array(40).fill(1);
const bounds = (replicates: number, seed: number, sessions = 40) =>
  bootstrapRatios(numerators.slice(0, sessions), ones.slice(0, sessions), {
    seed,
    replicates,
    probabilities: [0.05, 0.5, 0.95],
  });

describe('a bootstrap with cached resamples', () => {
  it('gives the same bounds after any other call', () => {
    const alone = bounds(150, 3);
    for (const ask of [
      () => bounds(900, 3),
      () => bounds(900, 4),
      () => bounds(150, 3, 39),
      () => bounds(10, 3),
    ]) {
      ask();
      expect(bounds(150, 3)).toEqual(alone);
    }
    // More other draws than are kept.
    for (let sessions = 1; sessions < 20; sessions++) bounds(10, 3, sessions);
    expect(bounds(150, 3)).toEqual(alone);
    expect(bounds(900, 3)).not.toEqual(alone);
    expect(bounds(150, 4)).not.toEqual(alone);
  });
});
