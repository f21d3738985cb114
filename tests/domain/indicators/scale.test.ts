import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledPnl, scaleThrough } from '../../../src/domain/indicators/scale.ts';
import { factsOf } from '../../support/facts.ts';

const dollars = fc.integer({ min: -500_000, max: 500_000 }).map((cents) => cents / 100);

describe('the scale', () => {
  it('is null through the 19th active session and 1.4826 times the median size from the 20th on', () => {
    const pnls = Array.from({ length: 21 }, (_, index) => (index % 2 === 0 ? 1 : -1) * (index + 1) * 10);
    const scale = scaleThrough(factsOf(pnls), 5_000);
    expect(scale.slice(0, 19)).toEqual(Array(19).fill(null));
    expect(scale[19]).toBeCloseTo(1.4826 * 105, 9);
    expect(scale[20]).toBeCloseTo(1.4826 * 110, 9);
  });

  it('depends on the last 60 active sessions only', () => {
    const pnls = [...Array(60).fill(1_000), ...Array(60).fill(100)];
    expect(scaleThrough(factsOf(pnls), 5_000).at(-1)).toBeCloseTo(148.26, 9);
    expect(scaleThrough(factsOf(pnls.slice(0, -30)), 5_000).at(-1)).toBeCloseTo(1.4826 * 550, 9);
  });

  it('is at least a thousandth of the base limit', () => {
    expect(scaleThrough(factsOf(Array(20).fill(0.5)), 5_000).at(-1)).toBe(5);
    expect(scaleThrough(factsOf(Array(20).fill(0)), 5_000).at(-1)).toBe(5);
  });

  it('is null and not 0 for a trader without P&L and without a limit', () => {
    expect(scaleThrough(factsOf(Array(25).fill(0)), 0).at(-1)).toBeNull();
  });

  it('equals the plain definition at every session of any history', () => {
    fc.assert(
      fc.property(fc.array(dollars, { maxLength: 150 }), (pnls) => {
        expect(scaleThrough(factsOf(pnls), 5_000)).toEqual(plainScale(pnls, 5_000));
      }),
    );
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses a base limit of %d', (baseLimit) => {
    expect(() => scaleThrough([], baseLimit)).toThrow('expected dollars, 0 or more');
  });

  it('refuses a net P&L that is not a number, and names the session', () => {
    expect(() => scaleThrough(factsOf([1, Number.NaN]), 5_000)).toThrow('net P&L of 2023-01-02 · NaN');
  });
});

describe('r', () => {
  it('divides by the scale through the session before, which excludes the day itself', () => {
    const days = factsOf([...Array(20).fill(100), -296.52, 50]);
    const r = scaledPnl(days, scaleThrough(days, 5_000));
    expect(r.slice(0, 20)).toEqual(Array(20).fill(null));
    expect(r[20]).toBeCloseTo(-2, 12);
    expect(r[21]).toBeCloseTo(50 / 148.26, 12);
  });

  it('is null where that scale is null', () => {
    expect(scaledPnl(factsOf([1, 2, 3]), [null, 2, null])).toEqual([null, null, 1.5]);
  });
});

function plainScale(pnls: readonly number[], baseLimit: number): (number | null)[] {
  return pnls.map((_, index) => {
    const window = pnls.slice(Math.max(0, index - 59), index + 1).map(Math.abs);
    if (window.length < 20) return null;
    const sorted = window.sort((a, b) => a - b);
    const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
    const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN;
    return Math.max(1.4826 * (low + 0.5 * (high - low)), 0.001 * baseLimit);
  });
}
