import { describe, expect, it } from 'vitest';
import {
  cautiousVolatility,
  type SymbolDay,
  symbolVolatility,
} from '../../../../src/domain/risk/sizing/symbolVolatility.ts';

const DATES = Array.from(
  { length: 80 },
  (_, day) =>
    `2026-${String(1 + Math.floor(day / 28)).padStart(2, '0')}-${String(1 + (day % 28)).padStart(2, '0')}`,
);

/** Closes in turn 1 % up and 1 % down, with a range of 1 %. */
function daysOf(count: number, scale = 1): SymbolDay[] {
  let close = 100 * scale;
  return DATES.slice(0, count).map((sessionDate, day) => {
    close *= day % 2 === 0 ? 1.01 : 0.99;
    return { sessionDate, high: close * 1.01, low: close, close };
  });
}

/** The definition, term by term. */
function plainVolatility(days: readonly SymbolDay[]): number {
  const weighted = (values: readonly number[]) => {
    const weights = values.map((_, place) => 0.94 ** (values.length - 1 - place));
    const sum = values.reduce((total, value, place) => total + value * (weights[place] ?? 0), 0);
    return sum / weights.reduce((total, weight) => total + weight, 0);
  };
  const moves = days.slice(1).map(({ close }, place) => Math.abs(close / (days[place]?.close ?? 0) - 1));
  const ranges = days.map(({ high, low }) => Math.log(high / low));
  return Math.max(Math.sqrt(Math.PI / 2) * weighted(moves), weighted(ranges) / 1.67);
}

describe('the volatility of a symbol', () => {
  it('is the larger of the moves and the ranges', () => {
    expect(symbolVolatility(daysOf(20))).toBeCloseTo(Math.sqrt(Math.PI / 2) * 0.01, 12);
    const wide = daysOf(30).map((day) => ({ ...day, high: day.close * 1.05, low: day.close * 0.95 }));
    expect(symbolVolatility(wide)).toBeCloseTo(Math.log(1.05 / 0.95) / 1.67, 12);
  });

  it('equals its definition on uneven days', () => {
    const days = daysOf(45).map((day, place) => ({
      ...day,
      close: day.close * (1 + 0.004 * (place % 7)),
      high: day.high * (1 + 0.003 * (place % 5)),
    }));
    expect(symbolVolatility(days)).toBeCloseTo(plainVolatility(days), 12);
  });

  it('needs 20 sessions', () => {
    expect(symbolVolatility(daysOf(19))).toBeNull();
  });

  it('reads the last 60 sessions only', () => {
    const days = daysOf(80);
    expect(symbolVolatility(days)).toBe(symbolVolatility(days.slice(-60)));
  });

  it('is 0 where the price never moved', () => {
    const still = daysOf(25).map((day) => ({ ...day, high: 10, low: 10, close: 10 }));
    expect(symbolVolatility(still)).toBe(0);
  });

  it('leaves out the return over a split, and a price of 0', () => {
    const split = daysOf(30).map((day, place) => ({ ...day, close: place < 15 ? 100 : 50, high: 1, low: 1 }));
    expect(symbolVolatility(split)).toBeGreaterThan(0.01);
    expect(symbolVolatility(split, new Set([split[15]?.sessionDate ?? '']))).toBe(0);
    expect(symbolVolatility(split.map((day) => ({ ...day, close: 0, low: 0 })))).toBe(0);
  });

  it('is the same at a hundredth of the price', () => {
    expect(symbolVolatility(daysOf(40, 0.01))).toBeCloseTo(symbolVolatility(daysOf(40)) ?? 0, 12);
  });
});

describe('the volatility that a symbol without its own is given', () => {
  it('is the 90 % quantile of the desk', () => {
    const known = Array.from({ length: 11 }, (_, place) => (place + 1) / 100);
    expect(cautiousVolatility(known)).toBeCloseTo(0.1, 12);
  });

  it('is unknown where no symbol has one', () => {
    expect(cautiousVolatility([])).toBeNull();
  });
});
