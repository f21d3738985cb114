import { describe, expect, it } from 'vitest';
import { type DeskPlan, simulateDesk, type Truth } from '../../../scripts/simulation/simulatedDesk.ts';
import { scaleThrough } from '../../../src/domain/indicators/scale.ts';
import type { LowWaterMark, TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';

const truths: readonly Truth[] = ['noEdge', 'iid', 'tilt', 'meanReversion', 'regimeChange'];
const plan = (truth: Truth, overrides: Partial<DeskPlan> = {}): DeskPlan => ({
  traders: 30,
  sessions: 200,
  seed: 11,
  truth,
  ...overrides,
});
const daysOf = (desk: DeskPlan) => [...simulateDesk(desk)].flatMap(({ days }) => days);

describe('a simulated desk', () => {
  it('trades the last NYSE sessions up to its last date, oldest first', () => {
    const desk = simulateDesk(plan('noEdge', { sessions: 300, lastDate: '2025-11-30' }));
    const calendar = createCalendar('nyse');
    expect(desk.sessionDates).toEqual(calendar.sessionsBetween(desk.sessionDates[0] ?? '', '2025-11-28'));
    expect([...desk].map(({ sessionDate }) => sessionDate)).toEqual(desk.sessionDates);
    expect(desk.sessionDates).toHaveLength(300);
  });

  it('stops at the early close of a half day', () => {
    const halfDay = [...simulateDesk(plan('noEdge', { sessions: 1, lastDate: '2025-11-28' }))];
    const lastSeconds = halfDay.flatMap(({ days }) => days.map((day) => day.lastFillSecond ?? 0));
    expect(Math.max(...lastSeconds)).toBeLessThan(13 * 3600);
    expect(Math.min(...lastSeconds)).toBeGreaterThan(12 * 3600 + 1800);
  });

  it('is the same desk for the same plan, on a second walk, and in a larger company', () => {
    const small = plan('tilt', { traders: 3, sessions: 40 });
    const desk = simulateDesk(small);
    const first = [...desk];
    expect([...desk]).toEqual(first);
    expect([...simulateDesk(small)]).toEqual(first);
    const large = daysOf({ ...small, traders: 9 }).filter(({ trader }) => trader <= 'SIM003');
    expect(large).toEqual(first.flatMap(({ days }) => days));
    expect([...simulateDesk({ ...small, seed: 12 })]).not.toEqual(first);
  });

  it('gives each trader a scale, a limit and an activity of their own', () => {
    const { roster } = simulateDesk(plan('noEdge'));
    const days = daysOf(plan('noEdge'));
    for (const { trader, baseLimit, riskCapital } of roster) {
      const own = days.filter((day) => day.trader === trader);
      const ordinaryDay = scaleThrough(own, baseLimit).at(-1) ?? 0;
      expect(baseLimit / ordinaryDay).toBeGreaterThan(0.5);
      expect(baseLimit / ordinaryDay).toBeLessThan(8);
      expect(riskCapital).toBe(20 * baseLimit);
      expect(own.length / 200).toBeGreaterThan(0.6);
      expect(own.length / 200).toBeLessThanOrEqual(1);
    }
    expect(new Set(roster.map(({ baseLimit }) => baseLimit)).size).toBeGreaterThan(20);
  });

  it.each(truths)('adds up on every day of %s', (truth) => {
    const wrong = daysOf(plan(truth)).flatMap((day) => contradictions(day));
    expect(wrong).toEqual([]);
  });
});

function contradictions(day: TraderDayFacts): string[] {
  const worst = Math.min(0, day.lowWaterMarks.total.at(-1)?.runningPnl ?? 0);
  const span = (day.lastFillSecond ?? 0) - (day.firstFillSecond ?? 0);
  const rules: Record<string, boolean> = {
    'net is gross less fees': day.netPnl === day.grossPnl - day.fees,
    'wins less losses are the gross': same(day.grossWin - day.grossLoss, day.grossPnl),
    'trips are won or lost': day.winningTrips + day.losingTrips === day.roundTrips && day.roundTrips > 0,
    'no dollars without a trip':
      day.winningTrips > 0 === day.grossWin > 0 && day.losingTrips > 0 === day.grossLoss > 0,
    'the largest loss is one of them':
      day.largestTripLoss <= day.grossLoss &&
      day.largestTripLoss * day.losingTrips >= day.grossLoss * (1 - 1e-12),
    'orders open and close': day.orders >= 2 * day.roundTrips && day.fills >= day.orders,
    'the halves are the notional': same(day.morningNotional + day.afternoonNotional, day.notional),
    'the path ends at the net': same((day.bestRunningPnl ?? 0) - (day.giveBack ?? 0), day.netPnl),
    'the path is around 0': (day.bestRunningPnl ?? -1) >= 0 && (day.worstRunningPnl ?? 1) <= 0,
    'the last mark is the worst': day.worstRunningPnl === worst,
    'the minutes are the span': same((day.minutesAfterLoss + day.minutesOtherwise) * 60, span),
    'every trip is entered': day.entriesAfterLoss + day.entriesOtherwise === day.roundTrips,
    'no loss, nothing after it':
      day.losingTrips > 0 || (day.entriesAfterLoss === 0 && day.minutesAfterLoss === 0),
    'concentration is a share': day.symbolConcentration >= 1 / day.symbols && day.symbolConcentration <= 1,
    'marks fall through the day':
      areFalling(day.lowWaterMarks.total, day) && areFalling(day.lowWaterMarks.realised, day),
    'all is finite': Object.values(day).every((value) => typeof value !== 'number' || Number.isFinite(value)),
  };
  return Object.entries(rules).flatMap(([rule, holds]) =>
    holds ? [] : [`${day.trader} ${day.sessionDate}: ${rule}`],
  );
}

function areFalling(
  marks: readonly LowWaterMark[],
  { firstFillSecond, lastFillSecond }: TraderDayFacts,
): boolean {
  return marks.every(
    (mark, at) =>
      mark.runningPnl < (marks[at - 1]?.runningPnl ?? 0) &&
      mark.secondOfDay > (marks[at - 1]?.secondOfDay ?? firstFillSecond ?? 0) &&
      mark.secondOfDay <= (lastFillSecond ?? 0) &&
      (mark.secondOfDay === lastFillSecond) === (mark.openNotional === 0),
  );
}

function same(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
}
