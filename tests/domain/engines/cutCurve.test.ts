import { describe, expect, it } from 'vitest';
import { CUT_CURVES, type CutCurve, cutFor, FIRST_CURVE } from '../../../src/domain/engines/cutCurve.ts';
import { CUT_GRID_PCT } from '../../../src/domain/outcome/counterfactual.ts';

const curve: CutCurve = { beginsAt: 1, fullAt: 2.6 };

describe('the cut', () => {
  // 80 % over 1.6 of risk: 5 points every 0.1.
  it.each([
    [0, 80, 0],
    [1, 80, 0],
    [1.1, 80, 0],
    [1.149, 80, 0],
    [1.16, 80, 10],
    [1.2, 80, 10],
    [1.24, 80, 10],
    [1.26, 80, 15],
    [1.8, 80, 40],
    [2.6, 80, 80],
    [6.7, 80, 80],
    [6.7, 50, 50],
    [6.7, 33, 33],
    [1.7, 33, 33],
    [1.5, 33, 25],
    [6.7, 9, 0],
  ])('at %d times the usual risk, at most %d%%, is %d%%', (riskRatio, deepestPct, expected) => {
    expect(cutFor(riskRatio, curve, deepestPct)).toBe(expected);
  });

  it.each([...CUT_CURVES, FIRST_CURVE])('never falls as the risk rises: $beginsAt to $fullAt', (one) => {
    const cuts = Array.from({ length: 700 }, (_, at) => cutFor(at / 100, one, 80));
    expect(cuts).toEqual(cuts.toSorted((a, b) => a - b));
    expect(cuts[Math.round(100 * one.beginsAt)]).toBe(0);
    expect(cuts.at(-1)).toBe(80);
    expect(cuts.filter((cut) => !CUT_GRID_PCT.includes(cut) || (cut > 0 && cut < 10))).toEqual([]);
  });

  it('is no number where the risk is none, so that the breaker and the chain see it', () => {
    expect(cutFor(Number.NaN, curve, 80)).toBeNaN();
  });
});
