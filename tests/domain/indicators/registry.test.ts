import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../src/domain/indicators/indicator.ts';
import { computeIndicators, indicators } from '../../../src/domain/indicators/registry.ts';
import { SERIES_WINDOW_SESSIONS } from '../../../src/domain/indicators/traderSeries.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { dateAfter, facts } from '../../support/facts.ts';
import { type IndicatorInput, indicatorsOf, inputOf } from '../../support/indicatorInput.ts';

/** The number of active sessions from which each indicator of a trader with complete facts is not null. */
const FIRST_VALUE_AFTER: Readonly<Record<string, number>> = {
  last_r: 21,
  mean_r_3: 23,
  mean_r_5: 25,
  mean_r_10: 30,
  mean_r_20: 40,
  ewma_r_3: 23,
  ewma_r_7: 27,
  ewma_r_21: 41,
  vol_7: 27,
  vol_21: 41,
  trip_volatility: 20,
  range_volatility: 20,
  vol_ratio: 40,
  downside_share: 40,
  worst_day_20: 30,
  tail_ratio_log: 60,
  sortino_20: 30,
  profit_balance: 5,
  win_rate: 10,
  win_rate_change: 60,
  payoff_log: 5,
  streak: 1,
  loss_streak_surprise: 20,
  drawdown_now: 20,
  intraday_drawdown: 21,
  give_back: 21,
  trade_count_surprise: 11,
  notional_surprise: 11,
  order_size_change: 10,
  notional_change: 10,
  size_variability: 10,
  symbol_concentration: 3,
  half_hour_concentration: 3,
  fee_drag: 5,
  overnight_share: 3,
  idle: 1,
  revenge_rate: 10,
  size_after_loss: 5,
  afternoon_escalation: 10,
  hold_asymmetry: 5,
  averaging_down: 5,
  clustering: 50,
  desk_loss_share: 21,
  desk_relative_r: 21,
};

describe('the registry', () => {
  it('contains every indicator once', () => {
    const ids = indicators.map((indicator) => indicator.id);
    expect(ids).toEqual([...new Set(ids)]);
    expect([...ids].sort()).toEqual(Object.keys(FIRST_VALUE_AFTER).sort());
  });

  it('has a different label for each indicator', () => {
    const labels = indicators.map((indicator) => indicator.label);
    expect(labels).toEqual([...new Set(labels)]);
  });

  it.each(indicators.map((indicator) => [indicator.id, indicator] as const))(
    'the indicator %s is fully documented',
    (id, indicator) => {
      expect(id).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(missingWords(indicator)).toEqual([]);
      expect(indicator.sentence).toMatch(/\.$/);
      expect(indicator.windowSessions).toBeGreaterThanOrEqual(1);
      expect(indicator.windowSessions).toBeLessThanOrEqual(SERIES_WINDOW_SESSIONS);
      expect(indicator.minimumObservations).toBeGreaterThanOrEqual(1);
    },
  );
});

describe('the minimum of observations', () => {
  const desk = ['A', 'B', 'C', 'D'].map((trader) => ({ trader, baseLimit: 5_000 }));

  it.each(Object.entries(FIRST_VALUE_AFTER))(
    'the indicator %s is null below its minimum and a number from session %d on',
    (id, from) => {
      for (const sessions of [from - 1, from, from + 1, from + 30]) {
        const traders = desk.map((entry) => ({ ...entry, days: completeDays(entry.trader, sessions) }));
        const value = indicatorsOf(traders, dateAfter('2023-01-01', sessions - 1))['A']?.[id];
        if (sessions < from) expect(value).toBeNull();
        else expect(value).toSatisfy(Number.isFinite);
      }
    },
  );

  it('makes every indicator null for a trader who never traded', () => {
    expect(Object.values(valuesOf(inputOf([]))).every((value) => value === null)).toBe(true);
  });
});

describe('the indicators of any facts', () => {
  it('are finite or null, whatever is 0, unknown or constant', () => {
    fc.assert(
      fc.property(
        fc.array(oddDay(), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 130 }),
        fc.constantFrom(0, 1, 5_000, 1e7),
        (shapes, sessions, baseLimit) => {
          const days = Array.from({ length: sessions }, (_, index) =>
            facts({
              ...shapes[(index * index) % shapes.length],
              sessionDate: dateAfter('2023-01-01', index),
            }),
          );
          const values = Object.entries(valuesOf(inputOf(days, baseLimit)));
          expect(values.filter(([, value]) => value !== null && !Number.isFinite(value))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are refused with the name of the trader when a fact is NaN', () => {
    const days = Array.from({ length: 30 }, (_, index) =>
      facts({ sessionDate: dateAfter('2023-01-01', index), grossWin: Number.NaN }),
    );
    expect(() => valuesOf(inputOf(days))).toThrow(
      'indicator profit_balance of NET001 through 2023-01-30 · NaN · expected a finite number or null',
    );
  });
});

function valuesOf({ series, morning }: IndicatorInput) {
  return computeIndicators(series, morning);
}

function missingWords(indicator: Indicator): string[] {
  const { id: _, compute: __, ...rest } = indicator;
  return Object.entries(rest).flatMap(([name, value]) => (String(value).trim() === '' ? [name] : []));
}

/**
 * Days with complete facts: wins and losses in turn, both halves of the day, timed trips, entries after a
 * loss.
 */
function completeDays(trader: string, sessions: number): TraderDayFacts[] {
  return Array.from({ length: sessions }, (_, index) =>
    facts({
      trader,
      sessionDate: dateAfter('2023-01-01', index),
      netPnl: (index % 2 === 0 ? 1 : -1) * (100 + ((index * 37) % 50)),
      winningTrips: 1,
      losingTrips: 1,
      morningPnl: index % 2 === 0 ? 10 : -10,
      minutesAfterLoss: 3,
      minutesOtherwise: 300,
    }),
  );
}

function oddDay(): fc.Arbitrary<Partial<TraderDayFacts>> {
  const cents = (least: number, most: number) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: least * 100, max: most * 100 }).map((value) => value / 100) },
    );
  const count = fc.integer({ min: 0, max: 500 });
  const orNull = (values: fc.Arbitrary<number>) => fc.option(values, { nil: null, freq: 3 });
  return fc.record({
    netPnl: fc.oneof(cents(-1e6, 1e6), fc.constant(-0.01), fc.constant(-1e6)),
    fees: cents(-1e4, 1e4),
    orders: count,
    winningTrips: count,
    losingTrips: count,
    grossWin: cents(0, 1e6),
    grossLoss: cents(0, 1e6),
    notional: cents(0, 1e9),
    symbols: fc.integer({ min: 1, max: 300 }),
    symbolConcentration: fc.double({ min: 1e-3, max: 1, noNaN: true }),
    halfHourConcentration: orNull(fc.double({ min: 0.02, max: 1, noNaN: true })),
    morningNotional: cents(0, 1e9),
    afternoonNotional: cents(0, 1e9),
    morningPnl: cents(-1e6, 1e6),
    overnightNotional: cents(0, 1e9),
    medianHoldSecondsWinners: orNull(fc.integer({ min: 0, max: 86_400 })),
    medianHoldSecondsLosers: orNull(fc.integer({ min: 0, max: 86_400 })),
    entriesAfterLoss: count,
    minutesAfterLoss: cents(0, 400),
    entriesOtherwise: count,
    minutesOtherwise: cents(0, 400),
    meanLogSizeAfterLoss: orNull(fc.double({ min: -9, max: 9, noNaN: true })),
    meanLogSizeAfterWin: orNull(fc.double({ min: -9, max: 9, noNaN: true })),
    notionalAddedBelowCost: cents(0, 1e9),
    bestRunningPnl: orNull(cents(0, 1e6)),
    worstRunningPnl: orNull(cents(-1e6, 0)),
    giveBack: orNull(cents(0, 1e6)),
  });
}
