import { describe, expect, it } from 'vitest';
import type { DeskSessionTotals } from '../../../src/domain/evaluation/deskSessionTotals.ts';
import type { ScoreDrift } from '../../../src/domain/evaluation/reviewResult.ts';
import { scoreDrift } from '../../../src/domain/evaluation/scoreDrift.ts';

const SAMPLING = { seed: 1 };

function session(place: number, override: Partial<DeskSessionTotals> = {}): DeskSessionTotals {
  return {
    sessionDate: `session ${place}`,
    engine: 'rules',
    asTraded: 0,
    underBaseLimits: 0,
    underCutLimits: 0,
    forecasts: 10,
    exceptions: place % 2,
    pinball: 1 + (place % 3) / 10,
    plainPinball: 1.1,
    regret: { ridge: 0, rules: 0, inForce: 0.2 + (place % 5) / 100 },
    judged: 10,
    bindingDays: 1,
    ...override,
  };
}

const sessions = (count: number, override: Partial<DeskSessionTotals> = {}) =>
  Array.from({ length: count }, (_, place) => session(place, override));

type Verdicts = Readonly<Record<ScoreDrift['score'], ScoreDrift['verdict']>>;

function verdicts(month: readonly DeskSessionTotals[], before: readonly DeskSessionTotals[]): Verdicts {
  const drift = scoreDrift(month, before, SAMPLING);
  return Object.fromEntries(drift.map(({ score, verdict }) => [score, verdict])) as Verdicts;
}

describe('the drift of scores', () => {
  it('could be chance when both sides are alike', () => {
    expect(verdicts(sessions(20), sessions(200))).toEqual({
      varExceptionRate: 'could be chance',
      pinballRatio: 'could be chance',
      regret: 'could be chance',
    });
  });

  it('has no verdict with fewer than ten sessions on either side', () => {
    expect(verdicts(sessions(9), sessions(200)).pinballRatio).toBe('not enough to tell');
    expect(verdicts(sessions(20), sessions(9)).pinballRatio).toBe('not enough to tell');
    expect(scoreDrift([], sessions(20), SAMPLING)[0]).toMatchObject({
      month: null,
      differenceInterval: null,
      verdict: 'not enough to tell',
    });
  });

  it('is worse when a loss grew, and better when it shrank', () => {
    expect(verdicts(sessions(20, { pinball: 3 }), sessions(200)).pinballRatio).toBe('worse');
    expect(verdicts(sessions(20, { pinball: 0.1 }), sessions(200)).pinballRatio).toBe('better');
  });

  it('is not better in a quiet month, in which the plain volatility loses less too', () => {
    const quiet = sessions(20).map((one) => ({
      ...one,
      pinball: one.pinball / 5,
      plainPinball: one.plainPinball / 5,
    }));
    expect(verdicts(quiet, sessions(200)).pinballRatio).toBe('could be chance');
  });

  it('has no verdict on the pinball loss with fewer than ten breaches, when the smaller VaR always looks better', () => {
    const calm = sessions(20).map((one, place) => ({ ...one, exceptions: place < 9 ? 1 : 0, pinball: 0.1 }));
    expect(verdicts(calm, sessions(200)).pinballRatio).toBe('not enough to tell');
    expect(verdicts([...calm, session(1, { pinball: 0.1 })], sessions(200)).pinballRatio).toBe('better');
  });

  it.each([
    ['the month', 9, 200],
    ['the months before', 20, 9],
  ])('has no verdict on regret when %s has fewer than ten binding days', (_, now, then) => {
    const lucky = { regret: { ridge: 0, rules: 0, inForce: 0.001 } };
    const binding = (count: number, days: number, override = {}) =>
      sessions(count, override).map((one, place) => ({ ...one, bindingDays: place < days ? 1 : 0 }));
    expect(verdicts(binding(20, now, lucky), binding(200, then)).regret).toBe('not enough to tell');
    expect(verdicts(binding(20, 10, lucky), binding(200, 10)).regret).toBe('better');
  });

  it('could be chance between 0 of 23 and 7 of 63 breaches: Newcombe’s interval with Wilson’s bounds includes 0', () => {
    const breached = (count: number, many: number) =>
      Array.from({ length: count }, (_, place) =>
        session(place, {
          forecasts: 1,
          exceptions: many > 0 && place % Math.floor(count / many) === 0 ? 1 : 0,
        }),
      );
    const [drift] = scoreDrift(breached(23, 0), breached(63, 7), SAMPLING);
    expect(drift).toMatchObject({ score: 'varExceptionRate', month: 0, verdict: 'could be chance' });
    expect(drift?.before).toBeCloseTo(7 / 63, 12);
    expect(drift?.differenceInterval?.[0]).toBeCloseTo(-0.193, 3);
    expect(drift?.differenceInterval?.[1]).toBeCloseTo(0.005, 3);
  });

  it.each([
    ['too many breaches after 5%', 5, 1, 'worse'],
    ['5% after too many breaches', 1, 5, 'better'],
    ['no breach after 5%', 0, 1, 'worse'],
  ] as const)('compares breach rates by their distance from 5%%: %s', (_, now, then, verdict) => {
    const breached = (count: number, many: number) =>
      sessions(count).map((one, place) => ({ ...one, exceptions: place % 2 ? many : 0 }));
    expect(verdicts(breached(40, now), breached(200, then)).varExceptionRate).toBe(verdict);
  });

  it('has an interval around the difference of the two means', () => {
    const [, pinball] = scoreDrift(sessions(30, { pinball: 2.2 }), sessions(200), SAMPLING);
    const difference = (pinball?.month ?? 0) - (pinball?.before ?? 0);
    const [low, high] = pinball?.differenceInterval ?? [0, 0];
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    // The month does not vary, so the width comes from the months before.
    expect(high - low).toBeLessThan(0.02);
  });
});
