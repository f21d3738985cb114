import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_GRID_PCT, DEFAULT_STOP, outcomesOverCuts } from '../../../src/domain/outcome/counterfactual.ts';
import { regretOf, regretOfCut, regretsOverCuts } from '../../../src/domain/outcome/regret.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { arbitraryDay } from '../../support/judgedDays.ts';

/** The grid's seventeen outcomes: one up to and with a cut, another from the next on. */
const step = (lastShallow: number, shallow: number, deep: number) =>
  Float64Array.from(CUT_GRID_PCT, (cut) => (cut <= lastShallow ? shallow : deep));
const indexOf = (cutPct: number) => CUT_GRID_PCT.indexOf(cutPct);

describe('regret', () => {
  it.each([
    ['none where every cut comes to the same', step(80, -300, -300), 40, 0],
    ['none of a cut among the best', step(45, -900, -300), 70, 0],
    ['twice the loss that a deeper cut would have prevented', step(45, -900, -300), 20, (2 * 600) / 1_000],
    ['once the gain that a shallower cut would have kept', step(45, 400, -300), 50, 700 / 1_000],
    ['the same however far the better cut is', step(45, 400, -300), 80, 700 / 1_000],
  ])('is %s', (_, outcomes, cutPct, expected) => {
    expect(regretOf(outcomes, indexOf(cutPct), 1_000)).toBe(expected);
  });

  it('looks to the nearest of several best cuts, and to the shallower of two as near', () => {
    const outcomes = Float64Array.from(CUT_GRID_PCT, (cut) => (cut === 20 || cut === 60 ? 0 : -100));
    const regrets = [25, 40, 45, 55, 65].map((cut) => regretOf(outcomes, indexOf(cut), 100));
    expect(regrets).toEqual([1, 1, 2, 2, 1]);
    const all = new Float64Array(CUT_GRID_PCT.length);
    regretsOverCuts(outcomes, 100, all);
    expect([25, 40, 45, 55, 65].map((cut) => all[indexOf(cut)])).toEqual(regrets);
  });

  it('of a cut between two of the grid is judged by its own outcome, and never below 0', () => {
    const outcomes = step(45, -900, -300);
    expect(regretOfCut(outcomes, { reductionPct: 47, outcome: -700 }, 1_000)).toBe(0.8);
    expect(regretOfCut(outcomes, { reductionPct: 47, outcome: -100 }, 1_000)).toBe(0);
  });

  it('over all cuts is what each alone has: never negative, 0 for the best, at most twice the spread', () => {
    fc.assert(
      fc.property(arbitraryDay, fc.double({ min: 10, max: 6_000, noNaN: true }), (day, baseLimit) => {
        const outcomes = new Float64Array(CUT_GRID_PCT.length);
        const regrets = new Float64Array(CUT_GRID_PCT.length);
        outcomesOverCuts(day, baseLimit, DEFAULT_STOP, outcomes);
        regretsOverCuts(outcomes, baseLimit, regrets);
        const spread = (Math.max(...outcomes) - Math.min(...outcomes)) / baseLimit;
        expect([...regrets]).toEqual(CUT_GRID_PCT.map((_, index) => regretOf(outcomes, index, baseLimit)));
        expect(Math.min(...regrets)).toBe(0);
        expect(Math.max(...regrets)).toBeLessThanOrEqual(2 * spread);
      }),
    );
  });

  it.each([-1, 17, 0.5])('is refused for cut index %s, which the grid does not have', (index) => {
    expect(() => regretOf(step(45, 0, 1), index, 1_000)).toThrow(DecisionError);
  });
});
