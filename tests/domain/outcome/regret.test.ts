import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_GRID_PCT, DEFAULT_STOP, outcomesOverCuts } from '../../../src/domain/outcome/counterfactual.ts';
import { regretsOverCuts } from '../../../src/domain/outcome/regret.ts';
import { arbitraryDay } from '../../support/evaluatedDays.ts';
import { regretOf } from '../../support/plainRegret.ts';

/** Seventeen outcomes: `shallow` up to the cut `lastShallow`, `deep` for deeper cuts. */
const step = (lastShallow: number, shallow: number, deep: number) =>
  Float64Array.from(CUT_GRID_PCT, (cut) => (cut <= lastShallow ? shallow : deep));
const indexOf = (cutPct: number) => CUT_GRID_PCT.indexOf(cutPct);
const regretsOf = (outcomes: Float64Array, baseLimit: number) => {
  const regrets = new Float64Array(CUT_GRID_PCT.length);
  regretsOverCuts(outcomes, baseLimit, regrets);
  return regrets;
};

describe('regret', () => {
  it.each([
    ['0 where every cut has the same outcome', step(80, -300, -300), 40, 0],
    ['0 for one of several best cuts', step(45, -900, -300), 70, 0],
    ['twice the loss that a deeper cut would have prevented', step(45, -900, -300), 20, (2 * 600) / 1_000],
    ['once the gain that a shallower cut would have kept', step(45, 400, -300), 50, 700 / 1_000],
    ['the same at any distance from the best cut', step(45, 400, -300), 80, 700 / 1_000],
  ])('is %s', (_, outcomes, cutPct, expected) => {
    expect(regretsOf(outcomes, 1_000)[indexOf(cutPct)]).toBe(expected);
    expect(regretOf(outcomes, indexOf(cutPct), 1_000)).toBe(expected);
  });

  it('compares with the nearest of several best cuts, and with the shallower of two equally near', () => {
    const outcomes = Float64Array.from(CUT_GRID_PCT, (cut) => (cut === 20 || cut === 60 ? 0 : -100));
    const regrets = [25, 40, 45, 55, 65].map((cut) => regretOf(outcomes, indexOf(cut), 100));
    expect(regrets).toEqual([1, 1, 2, 2, 1]);
    const all = regretsOf(outcomes, 100);
    expect([25, 40, 45, 55, 65].map((cut) => all[indexOf(cut)])).toEqual(regrets);
  });

  it('of all cuts equals the plain regret of each: 0 for the best, at most twice the spread', () => {
    fc.assert(
      fc.property(arbitraryDay, fc.double({ min: 10, max: 6_000, noNaN: true }), (day, baseLimit) => {
        const outcomes = new Float64Array(CUT_GRID_PCT.length);
        outcomesOverCuts(day, baseLimit, DEFAULT_STOP, outcomes);
        const regrets = regretsOf(outcomes, baseLimit);
        const spread = (Math.max(...outcomes) - Math.min(...outcomes)) / baseLimit;
        expect([...regrets]).toEqual(CUT_GRID_PCT.map((_, index) => regretOf(outcomes, index, baseLimit)));
        expect(Math.min(...regrets)).toBe(0);
        expect(Math.max(...regrets)).toBeLessThanOrEqual(2 * spread);
      }),
    );
  });
});
