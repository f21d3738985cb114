import { describe, expect, it } from 'vitest';
import { activity } from '../../../src/domain/indicators/activity.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { factsOf } from '../../support/facts.ts';
import { inputOf } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

const repeat = (value: number, times: number): number[] => Array(times).fill(value);

function daysWith(days: readonly Partial<TraderDayFacts>[]): TraderDayFacts[] {
  return factsOf(repeat(100, days.length)).map((day, index) => ({ ...day, ...days[index] }));
}

function value(id: string, days: readonly Partial<TraderDayFacts>[]): number | null {
  return valueIn(activity, id, inputOf(daysWith(days)));
}

describe('the trade-count surprise', () => {
  const steady = repeat(20, 20).map((orders) => ({ orders }));
  const varied = [10, 20, 40, 10, 20, 40, 10, 20, 40, 10, 20, 40].map((orders) => ({ orders }));

  it.each([
    ['a usual day of a steady trader', [...steady, { orders: 20 }], 0],
    ['twice as many orders, with the smallest spread', [...steady, { orders: 40 }], Math.log(2) / 0.1],
    ['a quarter of the orders of a trader who varies twofold', [...varied, { orders: 5 }], -2 / 1.4826],
    [
      'an outlier, which is not among the usual days',
      [...varied.slice(0, 10), { orders: 2_000 }],
      Math.log(100) / (1.4826 * Math.log(2)),
    ],
  ])('is right for %s', (_, days, expected) => {
    expect(value('trade_count_surprise', days)).toBeCloseTo(expected, 12);
  });

  it('has the same formula as the notional surprise', () => {
    const days = [...repeat(1_000, 20), 4_000].map((notional) => ({ notional }));
    expect(value('notional_surprise', days)).toBeCloseTo(Math.log(4) / 0.1, 9);
  });

  it('is null when the number of orders is unknown', () => {
    expect(value('trade_count_surprise', [...steady, { orders: 0 }])).toBeNull();
    expect(value('trade_count_surprise', [...steady.map(() => ({ orders: 0 })), { orders: 5 }])).toBeNull();
  });
});

describe('the other indicators of activity', () => {
  it.each<[string, Partial<TraderDayFacts>, number]>([
    ['size_variability', {}, 0],
    ['symbol_concentration', { symbols: 4, symbolConcentration: 0.25 }, 0],
    ['symbol_concentration', { symbols: 1, symbolConcentration: 1 }, 1],
    ['symbol_concentration', { symbols: 4, symbolConcentration: 0.625 }, 0.5],
    ['half_hour_concentration', { halfHourConcentration: 0.3 }, 0.3],
    ['fee_drag', { fees: 50, grossWin: 150 }, 0.25],
    ['fee_drag', { fees: -50, grossWin: 150 }, -0.25],
    ['fee_drag', { fees: 50, grossWin: 0 }, 1],
    ['overnight_share', { overnightNotional: 50_000, notional: 150_000 }, 0.25],
    ['overnight_share', { overnightNotional: 0 }, 0],
  ])('the indicator %s of twelve days of %j is %d', (id, day, expected) => {
    expect(value(id, Array(12).fill(day))).toBeCloseTo(expected, 12);
  });

  it.each<[string, Partial<TraderDayFacts>]>([
    ['size_variability', { orders: 0 }],
    ['half_hour_concentration', { halfHourConcentration: null }],
    ['fee_drag', { fees: 0, grossWin: 0 }],
    ['overnight_share', { overnightNotional: 0, notional: 0 }],
  ])('the indicator %s of twelve days of %j is null', (id, day) => {
    expect(value(id, Array(12).fill(day))).toBeNull();
  });

  it('the size variability of sizes that double every other day is 1.4826·ln 2/2', () => {
    const days = repeat(0, 20).map((_, index) => ({ orders: 10, notional: index % 2 === 0 ? 1_000 : 2_000 }));
    expect(value('size_variability', days)).toBeCloseTo(1.4826 * 0.5 * Math.log(2), 12);
  });
});

it.each([
  [0, 0],
  [4, Math.log(5)],
  [null, null],
])('the indicator idle after %s idle sessions is %s', (idleSessions, expected) => {
  const { series, morning } = inputOf([]);
  expect(valueIn(activity, 'idle', { series, morning: { ...morning, idleSessions } })).toBe(expected);
});
