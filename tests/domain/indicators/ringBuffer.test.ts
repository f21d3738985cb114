import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FloatArena } from '../../../src/domain/indicators/floatArena.ts';
import {
  nullIfUnknown,
  RingBuffer,
  UNKNOWN,
  unknownIfNull,
} from '../../../src/domain/indicators/ringBuffer.ts';
import { firstNotBelow, SortedWindow } from '../../../src/domain/indicators/sortedWindow.ts';
import { quantile, robustScale } from '../../../src/domain/statistics/descriptive.ts';

const values = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 300 });
const windows = fc.integer({ min: 1, max: 70 });

describe('a ring buffer', () => {
  it('keeps the last values in order, after any number of pushes', () => {
    fc.assert(
      fc.property(values, windows, (pushed, window) => {
        const column = columnOf(pushed, window);
        const should = pushed.slice(-window);
        expect([...column.last(window)]).toEqual(should);
        expect([...column.last(3)]).toEqual(should.slice(-3));
        expect(column.length).toBe(should.length);
        expect(nullIfUnknown(column.fromEnd(0))).toBe(should.at(-1) ?? null);
        expect(nullIfUnknown(column.fromEnd(window - 1))).toBe(should.at(-window) ?? null);
        expect(column.fromEnd(window)).toBe(UNKNOWN);
      }),
    );
  });

  it('shares an arena with others without overwriting their values', () => {
    const arena = new FloatArena(16);
    const columns = [3, 5, 9, 2].map((window) => new RingBuffer(window, arena));
    for (let i = 0; i < 40; i++)
      for (const [place, column] of columns.entries()) column.push(100 * place + i);
    expect(columns.map((column) => [...column.last(2)])).toEqual([
      [38, 39],
      [138, 139],
      [238, 239],
      [338, 339],
    ]);
  });
});

describe('a sorted window', () => {
  it('has the quantiles and the robust scale of its known values', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -20, max: 20 }))), windows, (pushed, window) => {
        const sorted = new SortedWindow(window);
        for (const value of pushed) sorted.push(unknownIfNull(value));
        const known = pushed.slice(-window).filter((value) => value !== null);
        expect(sorted.length).toBe(known.length);
        for (const p of [0, 0.05, 0.5, 0.95, 1]) expect(sorted.quantile(p)).toBe(quantile(known, p));
        expect(sorted.robustScale()).toBe(robustScale(known));
      }),
    );
  });

  it.each([
    [-1, 0],
    [1, 0],
    [2, 1],
    [3, 3],
    [9, 4],
  ])('finds the value %d at index %d', (value, place) => {
    expect(firstNotBelow(Float64Array.of(1, 2, 2, 5, 0), value, 4)).toBe(place);
  });
});

describe('a missing fact', () => {
  it('is UNKNOWN in a column, while a damaged fact becomes infinite', () => {
    expect([null, 0, -2].map(unknownIfNull)).toEqual([UNKNOWN, 0, -2]);
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(unknownIfNull)).toEqual([Infinity, Infinity]);
    expect([UNKNOWN, 0, Infinity].map(nullIfUnknown)).toEqual([null, 0, Infinity]);
  });
});

function columnOf(pushed: readonly number[], window: number): RingBuffer {
  const column = new RingBuffer(window);
  for (const value of pushed) column.push(value);
  return column;
}
