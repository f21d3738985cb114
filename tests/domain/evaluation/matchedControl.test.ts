import { describe, expect, it } from 'vitest';
import {
  type ConsecutiveDay,
  matchedControl as compared,
} from '../../../src/domain/evaluation/matchedControl.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { intervalOfRatio } from '../../../src/domain/statistics/sessionInterval.ts';
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

  it('calls chance by its name where an uncut day is the control of many cut days', () => {
    // Nine in ten days after a bad one are cut, so a few uncut days stand for all others.
    const driftless = (seed: number) => {
      const random = seededRandom(seed);
      const noise = () => 2 * (random() + random() + random()) - 3;
      return Array.from({ length: 1_200 }, (_, index) => {
        const precedingR = noise();
        return day(precedingR, noise(), precedingR < -0.5 && random() < 0.9, Math.floor(index / 6));
      });
    };
    const found = Array.from({ length: 60 }, (_, seed) => {
      const days = driftless(seed + 1);
      const { interval, difference } = matchedControl(days, sampling);
      const [low, high] = heldFixed(days);
      const covers = (bounds: readonly [number, number] | null) =>
        bounds !== null && bounds[0] <= 0 && bounds[1] >= 0;
      return { isChance: covers(interval), wasChance: covers([low, high]), difference };
    });
    const share = (of: (one: (typeof found)[number]) => boolean) => found.filter(of).length / found.length;
    // Nominal: 10 %. Where the controls are held fixed, as they were, four times as many desks are called.
    expect(share(({ isChance }) => !isChance)).toBeLessThan(0.2);
    expect(share(({ wasChance }) => !wasChance)).toBeGreaterThan(0.3);
  });

  it('does not depend on what every day earns', () => {
    const days = revertingDesk(0.1);
    const richer = days.map((each) => ({ ...each, r: each.r + 7 }));
    const [plain, shifted] = [matchedControl(days, sampling), matchedControl(richer, sampling)];
    expect(shifted.interval).toEqual(approximately(plain.interval, 9));
  });

  /** The bounds of the difference with the controls held fixed. */
  const heldFixed = (days: readonly ConsecutiveDay[]) => {
    const pairs = days.flatMap((cutDay) => {
      const controls = days.filter(
        ({ isCut, precedingR }) => !isCut && Math.abs(precedingR - cutDay.precedingR) <= 0.25,
      );
      const mean = controls.reduce((sum, { r }) => sum + r, 0) / controls.length;
      return cutDay.isCut && controls.length > 0 ? [{ ...cutDay, difference: cutDay.r - mean }] : [];
    });
    const sessions = [...new Set(pairs.map(({ sessionDate }) => sessionDate))].sort();
    const of = (session: string) => pairs.filter(({ sessionDate }) => sessionDate === session);
    return intervalOfRatio(
      sessions.map((session) => of(session).reduce((sum, { difference }) => sum + difference, 0)),
      sessions.map((session) => of(session).length),
      sampling,
    );
  };

  it('finds cuts of days that were worse, or better, than their preceding loss explains', () => {
    expect(matchedControl(revertingDesk(0.4), sampling).verdict).toBe('worse than the control');
    expect(matchedControl(revertingDesk(-0.4), sampling).verdict).toBe('better than the control');
  });
});
