import { describe, expect, it } from 'vitest';
import { type ForecastDate, ForecastRecord } from '../../../src/domain/evaluation/forecastRecord.ts';
import { addDays } from '../../../src/domain/session/isoDate.ts';
import { quantile } from '../../../src/domain/statistics/descriptive.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { independenceTest, kupiecTest } from '../../../src/domain/statistics/varBacktest.ts';

const TRADERS = ['A', 'B', 'C'] as const;
const groupOf = (trader: string) => (trader === 'C' ? 'Swing' : 'Momentum');
const FIRST = '2026-01-01';

/** A desk of three traders, of whom each trades on four dates in five. */
function randomDates(count: number): readonly ForecastDate[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, place) => ({
    date: addDays(FIRST, place),
    forecasts: TRADERS.map((trader) => ({
      trader,
      valueAtRisk95: place < 20 ? null : 700 + 300 * random(),
      largeLossProbability: place < 20 ? null : 0.3 * random(),
    })),
    days: TRADERS.filter(() => random() < 0.8).map((trader) => ({
      trader,
      pnl: 1000 * (random() + random() + random() - 1.5),
    })),
  }));
}

function recordOf(dates: readonly ForecastDate[]): ForecastRecord {
  const record = new ForecastRecord(groupOf);
  for (const date of dates) record.add(date);
  return record;
}

/** Every judged trader-day, computed plainly from all days before it. */
function plainDays(dates: readonly ForecastDate[]) {
  return dates.flatMap(({ date, forecasts, days }) =>
    days.flatMap(({ trader, pnl }) => {
      const forecast = forecasts.find((each) => each.trader === trader);
      if (forecast?.valueAtRisk95 == null || forecast.largeLossProbability === null) return [];
      const before = dates
        .filter((earlier) => earlier.date < date)
        .flatMap((earlier) => earlier.days.filter((day) => day.trader === trader).map((day) => day.pnl))
        .slice(-250);
      return {
        date,
        trader,
        probability: forecast.largeLossProbability,
        isLargeLoss: pnl < (quantile(before, 0.15) ?? Number.NaN),
        isBreached: pnl < -forecast.valueAtRisk95,
      };
    }),
  );
}

describe('stored forecasts', () => {
  const dates = randomDates(400);
  const record = recordOf(dates);
  const plain = plainDays(dates);

  it('count the large losses of a plain computation', () => {
    const { days, came, expected, brier } = record.probability();
    const squares = plain.map(({ probability, isLargeLoss }) => (probability - Number(isLargeLoss)) ** 2);
    expect(days).toBe(plain.length);
    expect(came).toBe(plain.filter(({ isLargeLoss }) => isLargeLoss).length);
    expect(came).toBeGreaterThan(100);
    expect(expected).toBeCloseTo(
      plain.reduce((sum, { probability }) => sum + probability, 0),
      9,
    );
    expect(brier).toBeCloseTo(squares.reduce((sum, each) => sum + each, 0) / squares.length, 12);
  });

  it('count the exceptions of a plain computation, for the desk, its parts, traders and months', () => {
    const counted = (days: typeof plain) => [days.length, days.filter(({ isBreached }) => isBreached).length];
    const { forecasts, exceptions, kupiec } = record.desk();
    expect([forecasts, exceptions]).toEqual(counted(plain));
    expect(kupiec).toEqual(kupiecTest(exceptions, forecasts));
    for (const { name, coverage } of record.byGroup())
      expect([coverage.forecasts, coverage.exceptions]).toEqual(
        counted(plain.filter(({ trader }) => groupOf(trader) === name)),
      );
    for (const { trader, coverage } of record.byTrader())
      expect([coverage.forecasts, coverage.exceptions]).toEqual(
        counted(plain.filter((day) => day.trader === trader)),
      );
    for (const { month, varForecasts, varExceptions } of record.byMonth())
      expect([varForecasts, varExceptions]).toEqual(
        counted(plain.filter(({ date }) => date.startsWith(month))),
      );
  });

  it('test whether one exception makes the next likelier, trader by trader', () => {
    const transitions = { keptKept: 0, keptBreached: 0, breachedKept: 0, breachedBreached: 0 };
    for (const trader of TRADERS) {
      const own = plain.filter((day) => day.trader === trader);
      for (const [place, { isBreached }] of own.entries()) {
        const next = own[place + 1];
        if (next !== undefined)
          transitions[`${isBreached ? 'breached' : 'kept'}${next.isBreached ? 'Breached' : 'Kept'}`] += 1;
      }
    }
    expect(record.desk().christoffersen).toEqual(independenceTest(transitions));
  });

  it('have no pinball loss: the scale is not stored', () => {
    expect(record.desk().pinball).toBeNull();
    expect(record.byTrader().every(({ coverage }) => coverage.pinball === null)).toBe(true);
  });

  it('are judged by the days before each session: what came later changes nothing', () => {
    const shorter = recordOf(dates.slice(0, 200));
    const part = plain.filter(({ date }) => date < addDays(FIRST, 200));
    expect(shorter.probability().came).toBe(part.filter(({ isLargeLoss }) => isLargeLoss).length);
    expect(shorter.desk().exceptions).toBe(part.filter(({ isBreached }) => isBreached).length);
  });

  it('are judged before their own day becomes history', () => {
    const record = new ForecastRecord(() => '');
    record.addHistory(Array.from({ length: 100 }, (_, place) => ({ trader: 'A', pnl: -place })));
    // The 15 % quantile of the history is −84.15; with the day itself it would be −84.5.
    record.add({
      date: FIRST,
      forecasts: [{ trader: 'A', valueAtRisk95: 200, largeLossProbability: 0.15 }],
      days: [{ trader: 'A', pnl: -84.5 }],
    });
    expect(record.probability().came).toBe(1);
  });

  it('count neither without a trade nor without a forecast', () => {
    const none = { trader: 'A', valueAtRisk95: null, largeLossProbability: null };
    const some = { trader: 'B', valueAtRisk95: 100, largeLossProbability: 0.1 };
    const record = recordOf([{ date: FIRST, forecasts: [none, some], days: [{ trader: 'A', pnl: -500 }] }]);
    expect(record.probability().days).toBe(0);
    expect(record.desk()).toMatchObject({ forecasts: 0, rate: null, zone: null });
    expect([record.byGroup(), record.byMonth(), record.byTrader()]).toEqual([[], [], []]);
  });
});
