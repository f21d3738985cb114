import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STRATEGIES, strategyEffects } from '../../../src/domain/evaluation/strategies.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { approximately } from '../../support/approximately.ts';
import { arbitraryDay, fallingMarks, outcomeUnderCut } from '../../support/evaluatedDays.ts';

const options = { slippageBasisPoints: 5, limitRoundTo: 50 };
const toDollars = { ...options, limitRoundTo: 1 };
const baseLimits = fc.double({ min: 10, max: 6_000, noNaN: true });
const cuts = fc.constantFrom(10, 25, 33, 50, 80);

describe('the strategies', () => {
  it('do exactly nothing on a day that is neither cut nor of tier high', () => {
    fc.assert(
      fc.property(arbitraryDay, baseLimits, (day, baseLimit) => {
        const effects = strategyEffects(day, baseLimit, { reductionPct: 0, tier: 'neutral' }, options);
        for (const strategy of STRATEGIES) expect(effects[strategy]).toBe(0);
      }),
    );
  });

  it('are measured from the base limit, which may have stopped the trader already', () => {
    const day = {
      netPnl: -5_000,
      marks: fallingMarks([
        [-600, -600],
        [-1_200, -1_200],
      ]),
      untimedPnl: 0,
    };
    expect(strategyEffects(day, 1_000, { reductionPct: 50, tier: 'high' }, options)).toEqual({
      limit: 600,
      sizing: 600,
      filtering: 1_200,
      combined: 1_200,
    });
  });

  it('leave the limit no effect where the cut one is not reached, while a smaller size still gives up gains', () => {
    const day = { netPnl: 900, marks: fallingMarks([[-300, -300]]), untimedPnl: 0 };
    expect(strategyEffects(day, 1_000, { reductionPct: 60, tier: 'low' }, options)).toEqual({
      limit: 0,
      sizing: -540,
      filtering: 0,
      combined: -540,
    });
  });

  it('combined are sizing on ordinary days: a smaller trader meets the smaller limit when the full one meets the base', () => {
    fc.assert(
      fc.property(arbitraryDay, baseLimits, cuts, (day, baseLimit, reductionPct) => {
        // A multiple of $100, so that a cut limit is exact: no rounding brings the stop forward.
        const limit = Math.ceil(baseLimit) * 100;
        const { sizing, combined } = strategyEffects(day, limit, { reductionPct, tier: 'low' }, toDollars);
        expect(combined).toEqual(approximately(sizing, 6));
      }),
    );
  });

  it('combined stop a smaller trader earlier where the smaller limit is rounded down', () => {
    const marks = fallingMarks([
      [-1_232, -1_232],
      [-1_300, -1_300],
    ]);
    const day = { netPnl: -3_000, marks, untimedPnl: 0 };
    // 35 % of $1,234 leave $802.10, $800 as mailed, which the smaller trader reaches at −1,232 · 0.65.
    const { sizing, combined } = strategyEffects(day, 1_234, { reductionPct: 35, tier: 'low' }, options);
    expect(sizing).toBeCloseTo(0.35 * 1_300, 9);
    expect(combined).toBeCloseTo(1_300 - 1_232 * 0.65, 9);
  });

  it('combined are filtering on days of tier high, however deep the cut', () => {
    fc.assert(
      fc.property(arbitraryDay, baseLimits, cuts, (day, baseLimit, reductionPct) => {
        const { filtering, combined } = strategyEffects(
          day,
          baseLimit,
          { reductionPct, tier: 'high' },
          options,
        );
        expect(combined).toEqual(filtering);
        expect(filtering).toBe(0 - outcomeUnderCut(day, baseLimit, 0, options));
      }),
    );
  });

  it('with a cut of 100 % leave only the loss at the first mark below 0', () => {
    const day = { netPnl: -900, marks: fallingMarks([[-300, -300]]), untimedPnl: 0 };
    const { limit, sizing, combined } = strategyEffects(
      day,
      1_000,
      { reductionPct: 100, tier: 'low' },
      options,
    );
    expect([limit, sizing, combined]).toEqual([600, 900, 900]);
  });

  it('are refused for a base limit of 0', () => {
    const day = { netPnl: 0, marks: [], untimedPnl: 0 };
    expect(() => strategyEffects(day, 0, { reductionPct: 10, tier: 'low' }, options)).toThrow(DecisionError);
  });
});
