import { describe, expect, it } from 'vitest';
import { CutRateAccumulator } from '../../../src/domain/evaluation/cutRates.ts';

type Day = readonly [netPnl: number, reductionPct: number | null, ownLargeLossPnl?: number | null];

function ratesOf(days: readonly Day[]) {
  const rates = new CutRateAccumulator(2_000);
  for (const [netPnl, reductionPct, ownLargeLossPnl = -500] of days)
    rates.add({ netPnl, ownLargeLossPnl }, reductionPct);
  return rates.rates();
}

describe('cut rates', () => {
  it('count a day as cut from 20 % on, and leave out days without a proposal', () => {
    const days: readonly Day[] = [
      [-2_000, 20],
      [-2_600, 15],
      [-1_999.99, 80],
      [-500, 50],
      [0, 30],
      [400, 20],
      [700, 0],
      [900, null],
      [-3_000, null, null],
    ];
    expect(ratesOf(days)).toEqual({
      largeLosses: { days: 2, cut: 1, share: 1 / 2 },
      ownLargeLosses: { days: 3, cut: 2, share: 2 / 3 },
      profitable: { days: 2, cut: 1, share: 1 / 2 },
      all: { days: 7, cut: 5, share: 5 / 7 },
    });
  });

  it("leave a day out of the trader's own large losses when its threshold is unknown", () => {
    const days: readonly Day[] = [
      [-3_000, 0, null],
      [-2_000, 0],
    ];
    expect(ratesOf(days)).toMatchObject({
      largeLosses: { days: 2, cut: 0, share: 0 },
      ownLargeLosses: { days: 1, cut: 0, share: 0 },
    });
  });

  it('are null, not 0, without a day of the kind', () => {
    expect(ratesOf([[-10, 50]]).largeLosses).toEqual({ days: 0, cut: 0, share: null });
  });
});
