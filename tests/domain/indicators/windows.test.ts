import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingBuffer, unknownIfNull } from '../../../src/domain/indicators/ringBuffer.ts';
import {
  countKnown,
  decayingMean,
  decayingMeanSquares,
  decayingMeans,
  mean,
  ratio,
  smallestKnown,
  sum,
} from '../../../src/domain/indicators/windows.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('exponential weighting', () => {
  it.each([
    [[1], 3, 1],
    [[1, 2], 3, (0.5 * 1 + 2) / 1.5],
    [[4, 0, 2], 3, (0.25 * 4 + 2) / 1.75],
    [[9, 9, 5], 1, 5],
    [[4, null, 0, 2], 3, (0.25 * 4 + 2) / 1.75],
  ])('gives %j with span %d a mean of %d', (values, span, expected) => {
    expect(decayingMean(columnOf(values), 1 - 2 / (span + 1), 250, 1)).toBeCloseTo(expected, 12);
  });

  it.each([
    [[2], 0.94, 4],
    [[2, -1], 0.5, (0.5 * 4 + 1) / 1.5],
    [[1, -1, 1], 0.85, 1],
  ])('gives %j with λ = %d a mean square of %d', (values, lambda, expected) => {
    expect(decayingMeanSquares(columnOf(values), lambda, 0.3, 250, 1)?.[0]).toBeCloseTo(expected, 12);
    expect(decayingMeanSquares(columnOf(values), 0.3, lambda, 250, 1)?.[1]).toBeCloseTo(expected, 12);
  });

  it('has weights that sum to 1: the mean of a constant is the constant for any history', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 30 }), (x, n, span) => {
        const column = columnOf(Array(n).fill(x));
        expect(decayingMean(column, 1 - 2 / (span + 1), 60, 1)).toBeCloseTo(x, 6);
      }),
    );
  });

  it('gives for two decays at once what it gives for each', () => {
    const withUnknown = fc.array(fc.option(finite), { maxLength: 80 });
    fc.assert(
      fc.property(withUnknown, (values) => {
        const column = columnOf(values);
        const [quick, slow] = [decayingMean(column, 0.6, 60, 10), decayingMean(column, 0.97, 60, 10)];
        expect(decayingMeans(column, 0.6, 0.97, 60, 10)).toEqual(quick === null ? null : [quick, slow]);
      }),
    );
  });

  it('depends only on the given window', () => {
    expect(decayingMean(columnOf([1e9, 3, 3]), 0.97, 2, 1)).toBeCloseTo(3, 12);
  });
});

describe('an unknown value', () => {
  const column = columnOf([5, null, 1, null, 3]);

  it('is left out, and does not count towards the minimum', () => {
    expect([countKnown(column, 5), mean(column, 5, 3), mean(column, 5, 4)]).toEqual([3, 3, null]);
    expect([smallestKnown(column, 4, 2), smallestKnown(column, 4, 3)]).toEqual([1, null]);
    expect([decayingMean(column, 0.5, 4, 2), decayingMean(column, 0.5, 4, 3)]).toEqual([3.5 / 1.5, null]);
    expect(decayingMeanSquares(column, 0.5, 0.5, 4, 2)).toEqual([9.5 / 1.5, 9.5 / 1.5]);
    expect(decayingMeanSquares(column, 0.5, 0.5, 4, 3)).toBeNull();
  });

  it('makes a plain sum NaN', () => {
    expect([sum(columnOf([1, 2, 4]), 2), sum(columnOf([]), 2)]).toEqual([6, 0]);
    expect(sum(column, 5)).toBeNaN();
  });
});

it('a ratio with a denominator of 0 is null', () => {
  expect([ratio(1, 4), ratio(0, 0), ratio(1, 0)]).toEqual([0.25, null, null]);
});

function columnOf(values: readonly (number | null)[]): RingBuffer {
  const column = new RingBuffer(250);
  for (const value of values) column.push(unknownIfNull(value));
  return column;
}
