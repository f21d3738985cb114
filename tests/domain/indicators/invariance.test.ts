import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indicators } from '../../../src/domain/indicators/registry.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { dateAfter } from '../../support/facts.ts';
import { indicatorsOf } from '../../support/indicatorInput.ts';
import { randomHistory } from '../../support/randomFacts.ts';

const FIRST = '2022-01-01';
const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('the invariance to the scale of money', () => {
  it.each([
    { money: 0.01, notional: 0.01 },
    { money: 100, notional: 100 },
    { money: 0.01, notional: 100 },
    { money: 10_000, notional: 100 },
    { money: 1, notional: 0.01 },
  ])('holds for P&L, fees and limit times $money and notional times $notional', ({ money, notional }) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const desk = randomDesk(seed, 150);
        const scaled = desk.map((trader) => ({
          ...trader,
          baseLimit: trader.baseLimit * money,
          days: trader.days.map((day) => rescaled(day, money, notional)),
        }));
        expectSame(indicatorsOf(scaled, endOf(150)), indicatorsOf(desk, endOf(150)));
      }),
      { numRuns: 20 },
    );
  });

  it('holds where the floor of the scale binds', () => {
    const tiny = randomDesk(3, 150).map((trader) => ({
      ...trader,
      days: trader.days.map((day) => rescaled(day, 1e-4, 1)),
    }));
    const scaled = tiny.map((trader) => ({
      ...trader,
      baseLimit: trader.baseLimit * 100,
      days: trader.days.map((day) => rescaled(day, 100, 100)),
    }));
    expectSame(indicatorsOf(scaled, endOf(150)), indicatorsOf(tiny, endOf(150)));
  });

  it('does not come from constant indicators: other histories change all of them but one', () => {
    const before = indicatorsOf(randomDesk(5, 150), endOf(150));
    const after = indicatorsOf(randomDesk(7, 150), endOf(150));
    const unmoved = indicators.filter(({ id }) =>
      Object.keys(before).every((trader) => before[trader]?.[id] === after[trader]?.[id]),
    );
    expect(unmoved.map(({ id }) => id)).toEqual(['idle']);
  });
});

describe('the absence of look-ahead', () => {
  it('holds for later sessions that are deleted or replaced by garbage', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 140 }), (seed, cut) => {
        const desk = randomDesk(seed, 150);
        const through = endOf(cut);
        const garbled = desk.map((trader) => ({
          ...trader,
          days: trader.days.map((day) => (day.sessionDate > through ? garbage(day, seed) : day)),
        }));
        expect(indicatorsOf(cutAt(garbled, through), through)).toStrictEqual(
          indicatorsOf(cutAt(desk, through), through),
        );
        expect(() => indicatorsOf(garbled, through)).toThrow('expected no day after');
      }),
      { numRuns: 30 },
    );
  });

  it('does not come from ignoring the previous session, which changes the indicators', () => {
    const desk = randomDesk(9, 150);
    const shocked = desk.map((trader) => ({
      ...trader,
      days: trader.days.map((day) => (day.sessionDate === endOf(150) ? garbage(day, 9) : day)),
    }));
    const [is, was] = [indicatorsOf(shocked, endOf(150)), indicatorsOf(desk, endOf(150))];
    expect(is['T0']?.['last_r']).not.toBe(was['T0']?.['last_r']);
    expect(is['T0']?.['notional_surprise']).not.toBe(was['T0']?.['notional_surprise']);
  });
});

describe('the order of the traders', () => {
  it('does not change any indicator, bit for bit', () => {
    fc.assert(
      fc.property(seeds, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (seed, order) => {
        const desk = randomDesk(seed, 90);
        const shuffled = order.flatMap((index) => desk[index] ?? []);
        expect(indicatorsOf(shuffled, endOf(90))).toStrictEqual(indicatorsOf(desk, endOf(90)));
      }),
      { numRuns: 20 },
    );
  });
});

function randomDesk(seed: number, sessions: number) {
  return Array.from({ length: 6 }, (_, index) => ({
    trader: `T${index}`,
    baseLimit: 1_000 * (index + 1),
    days: randomHistory(seed * 10 + index, sessions, `T${index}`, FIRST),
  }));
}

function endOf(sessions: number): string {
  return dateAfter(FIRST, sessions - 1);
}

function cutAt(desk: ReturnType<typeof randomDesk>, through: string) {
  return desk.map((trader) => ({
    ...trader,
    days: trader.days.filter((day) => day.sessionDate <= through),
  }));
}

function rescaled(day: TraderDayFacts, money: number, notional: number): TraderDayFacts {
  const times = (value: number | null, factor: number) => (value === null ? null : value * factor);
  return {
    ...day,
    grossPnl: day.grossPnl * money,
    fees: day.fees * money,
    netPnl: day.netPnl * money,
    grossWin: day.grossWin * money,
    grossLoss: day.grossLoss * money,
    largestTripLoss: day.largestTripLoss * money,
    morningPnl: day.morningPnl * money,
    bestRunningPnl: times(day.bestRunningPnl, money),
    worstRunningPnl: times(day.worstRunningPnl, money),
    giveBack: times(day.giveBack, money),
    shares: day.shares * notional,
    notional: day.notional * notional,
    morningNotional: day.morningNotional * notional,
    afternoonNotional: day.afternoonNotional * notional,
    overnightNotional: day.overnightNotional * notional,
    notionalAddedBelowCost: day.notionalAddedBelowCost * notional,
  };
}

function garbage(day: TraderDayFacts, seed: number): TraderDayFacts {
  const random = seededRandom(seed + day.sessionDate.length);
  const results = { netPnl: -1e7 * random(), grossWin: 1e9, worstRunningPnl: -1e8, bestRunningPnl: 1e8 };
  return { ...day, ...results, notional: 1e12 * random(), orders: 9_999, roundTrips: 1 };
}

function expectSame(
  actual: ReturnType<typeof indicatorsOf>,
  expected: ReturnType<typeof indicatorsOf>,
): void {
  for (const [trader, values] of Object.entries(expected)) {
    for (const [id, should] of Object.entries(values)) {
      const is = actual[trader]?.[id];
      if (should === null || is === null || is === undefined) {
        expect(is, `${id} of ${trader}`).toBe(should);
      } else {
        const off = Math.abs(is - should) / Math.max(1, Math.abs(should));
        expect(off, `${id} of ${trader}: ${is} against ${should}`).toBeLessThanOrEqual(1e-9);
      }
    }
  }
}
