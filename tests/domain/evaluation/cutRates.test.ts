import { describe, expect, it } from 'vitest';
import { cutRates } from '../../../src/domain/evaluation/cutRates.ts';
import type { EvaluatedDay } from '../../../src/domain/evaluation/evaluatedDay.ts';
import { evaluated } from '../../support/evaluatedDays.ts';

const day = (
  netPnl: number,
  ridgePct: number | null,
  rulesPct: number,
  ownLargeLossPnl: number | null = -500,
) =>
  evaluated({
    netPnl,
    ownLargeLossPnl,
    proposals: {
      ridge: ridgePct === null ? null : { reductionPct: ridgePct, tier: 'low' },
      rules: { reductionPct: rulesPct, tier: 'low' },
      inForce: { reductionPct: rulesPct, tier: 'low' },
    },
  });

const days: readonly EvaluatedDay[] = [
  day(-2_000, 20, 0),
  day(-2_600, 15, 50),
  day(-1_999.99, 80, 30),
  day(-500, 50, 0),
  day(0, 30, 0),
  day(400, 20, 0),
  day(700, 0, 30),
  day(900, null, 20),
  day(-3_000, null, 0, null),
];

describe('rates of cuts', () => {
  it('count, of one engine’s days, those of each kind and those cut by 20 % or more', () => {
    expect(cutRates(days, 'ridge', 2_000)).toEqual({
      largeLosses: { days: 2, cut: 1, share: 1 / 2 },
      ownLargeLosses: { days: 3, cut: 2, share: 2 / 3 },
      profitable: { days: 2, cut: 1, share: 1 / 2 },
      all: { days: 7, cut: 5, share: 5 / 7 },
    });
  });

  it('count each engine by itself, and leave out a day without a threshold of its own', () => {
    const rules = {
      largeLosses: { days: 3, cut: 1, share: 1 / 3 },
      ownLargeLosses: { days: 3, cut: 2, share: 2 / 3 },
      profitable: { days: 3, cut: 2, share: 2 / 3 },
      all: { days: 9, cut: 4, share: 4 / 9 },
    };
    expect(cutRates(days, 'rules', 2_000)).toEqual(rules);
    expect(cutRates(days, 'inForce', 2_000)).toEqual(rules);
  });

  it('are unknown, not 0, where there is no day of the kind', () => {
    expect(cutRates([day(-10, 50, 0)], 'ridge', 2_000).largeLosses).toEqual({ days: 0, cut: 0, share: null });
  });
});
