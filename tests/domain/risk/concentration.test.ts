import { describe, expect, it } from 'vitest';
import { concentrationOf } from '../../../src/domain/risk/concentration.ts';
import { approximately } from '../../support/approximately.ts';

const weights = (...values: readonly number[]) =>
  values.map((weight, place) => ({ name: `NET00${place + 1}`, weight }));

describe('concentration', () => {
  it('has the largest share, the share of three, and 1/HHI', () => {
    expect(concentrationOf(weights(10, 50, 10, 30))).toEqual({
      places: 4,
      largest: 'NET002',
      largestShare: 0.5,
      topThreeShare: 0.9,
      effectiveNumber: approximately(1 / 0.36),
    });
  });

  it('of equal weights is their number, and of a single one is 1', () => {
    expect(concentrationOf(weights(7, 7, 7, 7, 7))?.effectiveNumber).toBeCloseTo(5, 12);
    expect(concentrationOf(weights(0, 42, 0))).toMatchObject({
      places: 1,
      largestShare: 1,
      effectiveNumber: 1,
    });
  });

  it('does not depend on the unit', () => {
    const [small, large] = [concentrationOf(weights(1, 2, 3)), concentrationOf(weights(1e7, 2e7, 3e7))];
    expect(small?.effectiveNumber).toBeCloseTo(large?.effectiveNumber ?? 0, 12);
  });

  it('is unknown where there is nothing', () => {
    expect(concentrationOf([])).toBeNull();
    expect(concentrationOf(weights(0, 0))).toBeNull();
  });

  it('refuses a negative weight', () => {
    expect(() => concentrationOf(weights(1, -1))).toThrow('a weight of -1');
  });
});
