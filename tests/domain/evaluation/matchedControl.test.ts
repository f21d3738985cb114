import { describe, expect, it } from 'vitest';
import {
  type ConsecutiveDay,
  matchedControl as compared,
} from '../../../src/domain/evaluation/matchedControl.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { approximately } from '../../support/approximately.ts';
import { dateAfter } from '../../support/facts.ts';

const sampling = { seed: 11, replicates: 500 };
/** Over the sessions of the days, ascending. */
const matchedControl = (days: readonly ConsecutiveDay[], options: typeof sampling) =>
  compared(days, [...new Set(days.map(({ sessionDate }) => sessionDate))].sort(), options);
const day = (precedingR: number, r: number, isCut: boolean, index = 0): ConsecutiveDay => ({
  sessionDate: dateAfter('2026-01-01', index),
  precedingR,
  r,
  isCut,
});

describe('the matched control', () => {
  const uncut = [
    day(-1, 0.2, false),
    day(-1.25, 0.4, false),
    day(-0.75, 0.3, false),
    day(-1.26, 9, false),
    day(0.5, -7, false),
  ];

  it('is the mean of the uncut days whose preceding result is within a quarter of an ordinary day', () => {
    const cut = Array.from({ length: 10 }, (_, index) => day(-1, index < 5 ? 0 : -1, true, index));
    const control = matchedControl([...cut, ...uncut], sampling);
    expect(control).toMatchObject({ cutDays: 10, matchedDays: 10, meanCutR: -0.5 });
    expect(control.meanControlR).toBeCloseTo(0.3, 12);
    expect(control.difference).toBeCloseTo(-0.8, 12);
    expect(control.verdict).toBe('worse than the control');
  });

  it('leaves out cut days without a control, and reports their number', () => {
    const cut = [day(-1, -1, true), day(-3, -5, true)];
    expect(matchedControl([...cut, ...uncut], sampling)).toMatchObject({
      cutDays: 2,
      matchedDays: 1,
      meanCutR: -1,
      interval: null,
      verdict: 'too few',
    });
  });

  it('is null without cut days or without uncut days', () => {
    const unknown = { matchedDays: 0, meanCutR: null, meanControlR: null, difference: null, interval: null };
    expect(matchedControl(uncut, sampling)).toEqual({ cutDays: 0, ...unknown, verdict: 'too few' });
    expect(matchedControl([day(-1, 0, true)], sampling)).toEqual({
      cutDays: 1,
      ...unknown,
      verdict: 'too few',
    });
  });

  it('does not depend on the order in which the days are given', () => {
    const days = revertingDesk(0.4);
    const byResult = [...days].sort((a, b) => a.r - b.r);
    expect(matchedControl(byResult, sampling)).toEqual(approximately(matchedControl(days, sampling), 9));
  });

  // After a losing day the next result rises by 0.4 of the loss, so cut days look good by themselves.
  const revertingDesk = (insight: number) => {
    const random = seededRandom(5);
    const noise = () => 2 * (random() + random() + random()) - 3;
    return Array.from({ length: 4_000 }, (_, index) => {
      const precedingR = noise();
      const isCut = precedingR < -0.5 && random() < 0.5;
      const r = (precedingR < 0 ? -0.4 * precedingR : 0) - (isCut ? insight : 0) + noise();
      return day(precedingR, r, isCut, Math.floor(index / 10));
    });
  };

  it('finds no effect of random cuts on losing traders, although the cut days came out well', () => {
    const control = matchedControl(revertingDesk(0), sampling);
    expect(control.meanCutR).toBeGreaterThan(0.3);
    expect(control.verdict).toBe('could be chance');
  });

  it('finds cuts of days that were worse, or better, than their preceding loss explains', () => {
    expect(matchedControl(revertingDesk(0.4), sampling).verdict).toBe('worse than the control');
    expect(matchedControl(revertingDesk(-0.4), sampling).verdict).toBe('better than the control');
  });
});
