import { describe, expect, it } from 'vitest';
import {
  BASELINE_WEIGHTS,
  baselineOf,
  swingFeature,
} from '../../../../src/domain/engines/model/baselineVolatility.ts';

const realised = {
  tripSwing50: 1_600,
  tripSwing70: 1_500,
  tripSwing85: 1_400,
  dayRange50: 900,
  dayRange70: 1_000,
  dayRange85: 1_100,
  dayRange94: 1_200,
};

describe('σ₀', () => {
  it('is the weighted geometric mean of trips, ranges and closes, over S', () => {
    const { baselineScale, plainScale } = baselineOf(800, 1_300, realised);
    const logs =
      0.2 * Math.log(1_500) + 0.2 * Math.log(1_000) + 0.25 * Math.log(1_200) + 0.35 * Math.log(1_300);
    expect(baselineScale).toBeCloseTo(Math.exp(logs) / 800, 12);
    expect(plainScale).toBe(1.625);
    expect(Object.values(BASELINE_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('is that of closes where trips and ranges are not known, and at least a tenth of S', () => {
    expect(baselineOf(800, 1_300, null)).toEqual({ baselineScale: 1.625, plainScale: 1.625, realised: null });
    expect(baselineOf(500, 0, null).baselineScale).toBe(0.1);
    expect(baselineOf(100_000, 1_300, realised).baselineScale).toBe(0.1);
  });

  it.each([0.01, 100])('does not depend on the size of money: times %d', (factor) => {
    const grown = Object.fromEntries(
      Object.entries(realised).map(([id, x]) => [id, factor * x]),
    ) as typeof realised;
    const { baselineScale } = baselineOf(800, 1_300, realised);
    expect(baselineOf(factor * 800, factor * 1_300, grown).baselineScale / baselineScale).toBeCloseTo(1, 11);
  });
});

describe('a swing feature', () => {
  it.each([
    ['above σ₀', 1.5, 1, Math.log(1.5)],
    ['below it', 0.5, 1, -Math.log(2)],
    ['clipped above', 100, 1, 2],
    ['clipped below', 0.001, 1, -2],
  ])('is the logarithm of the measure over σ₀: %s', (_, measure, baseline, expected) => {
    expect(swingFeature(measure, baseline)).toBeCloseTo(expected, 12);
  });
});
