import { describe, expect, it } from 'vitest';
import { behaviourIndicators } from '../../../src/domain/indicators/behaviourIndicators.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { factsOf } from '../../support/facts.ts';
import { inputOf, inputOfR } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

function value(id: string, days: readonly Partial<TraderDayFacts>[]): number | null {
  const history = factsOf(Array(days.length).fill(100)).map((day, index) => ({ ...day, ...days[index] }));
  return valueIn(behaviourIndicators, id, inputOf(history));
}

describe('the revenge rate', () => {
  const day = (
    entriesAfterLoss: number,
    minutesAfterLoss: number,
    entriesOtherwise: number,
    minutesOtherwise: number,
  ) => ({
    entriesAfterLoss,
    minutesAfterLoss,
    entriesOtherwise,
    minutesOtherwise,
  });

  it.each([
    ['the same pace on both sides, slow', [day(1, 60, 5, 300)], 0],
    ['the same pace on both sides, busy', [day(60, 60, 300, 300)], 0],
    ['no entry after losses', [day(0, 30, 9, 60)], Math.log(3 / 60 / (12 / 90))],
    ['twice the pace after losses', [day(20, 100, 30, 300)], Math.log(23.75 / 130 / (33.75 / 330))],
    ['minutes summed over days', [day(2, 15, 0, 0), day(0, 15, 4, 60)], Math.log(4 / 60 / (6 / 90))],
  ])('is right for %s', (_, days, expected) => {
    expect(value('revenge_rate', days)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['fewer than 30 minutes after losses', day(5, 29.9, 30, 300)],
    ['fewer than 30 minutes otherwise', day(5, 60, 3, 29.9)],
    ['no entry at all', day(0, 60, 0, 300)],
  ])('is null with %s', (_, only) => {
    expect(value('revenge_rate', [only])).toBeNull();
  });

  it('ignores sessions before the last 20 active ones', () => {
    const usual = Array(20).fill(day(1, 60, 5, 300));
    expect(value('revenge_rate', [day(500, 60, 0, 300), ...usual])).toBeCloseTo(0, 12);
  });
});

describe('the indicators of behaviour after losses', () => {
  const mornings = (losing: Partial<TraderDayFacts>, winning: Partial<TraderDayFacts>) => [
    ...Array(5).fill({ morningPnl: -1, ...losing }),
    ...Array(5).fill({ morningPnl: 1, ...winning }),
  ];
  const even = { morningNotional: 100, afternoonNotional: 100 };

  it.each([
    ['even days', mornings(even, even), 0],
    [
      'twice the afternoon',
      mornings({ morningNotional: 100, afternoonNotional: 200 }, even),
      Math.log(215 / 115),
    ],
    ['an empty morning', mornings({ morningNotional: 0, afternoonNotional: 100 }, even), Math.log(21)],
    ['less after winning', mornings(even, { morningNotional: 100, afternoonNotional: 0 }), Math.log(21)],
  ])('the afternoon escalation is right for %s', (_, days, expected) => {
    expect(value('afternoon_escalation', days)).toBeCloseTo(expected, 12);
  });

  it('the afternoon escalation is null when no morning lost', () => {
    expect(value('afternoon_escalation', Array(60).fill({ morningPnl: 1, ...even }))).toBeNull();
    expect(value('afternoon_escalation', Array(60).fill({ morningPnl: 0, ...even }))).toBeNull();
  });

  it('the size after a loss is compared with the size after a win', () => {
    const days = [0.1, 0.2, 0.3, 0.4, 0.5, null].map((meanLogSizeAfterLoss) => ({
      meanLogSizeAfterLoss,
      meanLogSizeAfterWin: -0.1,
    }));
    expect(value('size_after_loss', days)).toBeCloseTo(0.4, 12);
    expect(value('size_after_loss', days.slice(1))).toBeNull();
  });

  it.each([
    [599, 299, Math.log(2)],
    [0, 0, 0],
    [0, 59, -Math.log(60)],
  ])(
    'the hold asymmetry of losers held %d s and winners held %d s is %d',
    (medianHoldSecondsLosers, medianHoldSecondsWinners, expected) => {
      const days = Array(5).fill({ medianHoldSecondsLosers, medianHoldSecondsWinners });
      expect(value('hold_asymmetry', days)).toBeCloseTo(expected, 12);
      expect(value('hold_asymmetry', [{ medianHoldSecondsLosers: null }, ...days.slice(1)])).toBeNull();
    },
  );

  it('averaging down is the share of the notional that was added below cost', () => {
    expect(value('averaging_down', Array(5).fill({ notionalAddedBelowCost: 10, notional: 40 }))).toBeCloseTo(
      0.25,
      12,
    );
    expect(value('averaging_down', Array(5).fill({ notionalAddedBelowCost: 0, notional: 0 }))).toBeNull();
  });
});

describe('the indicator clustering', () => {
  const volatileWeeks = Array.from({ length: 60 }, (_, index) => (Math.floor(index / 10) % 2 === 0 ? 1 : -5));

  it('is high for volatile and calm weeks, and low when they alternate daily, whatever the sign of r', () => {
    // 60 deviations of ±2 have 59 neighbours, of which 5 differ in sign.
    expect(valueIn(behaviourIndicators, 'clustering', inputOfR(volatileWeeks))).toBeCloseTo(
      (54 - 5) / 60,
      12,
    );
    const turns = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? -1 : 5));
    expect(valueIn(behaviourIndicators, 'clustering', inputOfR(turns))).toBeCloseTo(-59 / 60, 12);
  });

  it('is null when all days have the same size', () => {
    expect(valueIn(behaviourIndicators, 'clustering', inputOfR(Array(60).fill(-0.7)))).toBeNull();
  });
});
