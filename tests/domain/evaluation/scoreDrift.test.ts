import { describe, expect, it } from 'vitest';
import type { ScoreDrift } from '../../../src/domain/evaluation/reviewResult.ts';
import { scoreDrift } from '../../../src/domain/evaluation/scoreDrift.ts';
import type { SessionTotals } from '../../../src/domain/evaluation/sessionTotals.ts';

const SAMPLING = { seed: 1 };

function session(place: number, override: Partial<SessionTotals> = {}): SessionTotals {
  return {
    sessionDate: `session ${place}`,
    engine: 'rules',
    asTraded: 0,
    underBaseLimits: 0,
    underCutLimits: 0,
    forecasts: 10,
    exceptions: place % 2,
    pinball: 1 + (place % 3) / 10,
    regret: { ridge: 0, rules: 0, inForce: 0.2 + (place % 5) / 100 },
    judged: 10,
    ...override,
  };
}

const sessions = (count: number, override: Partial<SessionTotals> = {}) =>
  Array.from({ length: count }, (_, place) => session(place, override));

type Verdicts = Readonly<Record<ScoreDrift['score'], ScoreDrift['verdict']>>;

function verdicts(month: readonly SessionTotals[], before: readonly SessionTotals[]): Verdicts {
  const drift = scoreDrift(month, before, SAMPLING);
  return Object.fromEntries(drift.map(({ score, verdict }) => [score, verdict])) as Verdicts;
}

describe('the drift of scores', () => {
  it('may be chance where both sides are alike', () => {
    expect(verdicts(sessions(20), sessions(200))).toEqual({
      varExceptionRate: 'could be chance',
      pinball: 'could be chance',
      regret: 'could be chance',
    });
  });

  it('is not told from fewer than ten sessions on either side', () => {
    expect(verdicts(sessions(9), sessions(200)).pinball).toBe('not enough to tell');
    expect(verdicts(sessions(20), sessions(9)).pinball).toBe('not enough to tell');
    expect(scoreDrift([], sessions(20), SAMPLING)[0]).toMatchObject({
      month: null,
      differenceInterval: null,
      verdict: 'not enough to tell',
    });
  });

  it('is worse where a loss grew, and better where it shrank', () => {
    expect(verdicts(sessions(20, { pinball: 3 }), sessions(200)).pinball).toBe('worse');
    expect(verdicts(sessions(20, { pinball: 0.1 }), sessions(200)).pinball).toBe('better');
  });

  it.each([
    ['too many breaches after 5%', 5, 1, 'worse'],
    ['5% after too many breaches', 1, 5, 'better'],
    ['no breach after 5%', 0, 1, 'worse'],
  ] as const)('judges the rate of breaches by how far it is from 5%%: %s', (_, now, then, verdict) => {
    const breached = (count: number, many: number) =>
      sessions(count).map((one, place) => ({ ...one, exceptions: place % 2 ? many : 0 }));
    expect(verdicts(breached(40, now), breached(200, then)).varExceptionRate).toBe(verdict);
  });

  it('has an interval around the difference of the two means', () => {
    const [, pinball] = scoreDrift(sessions(30, { pinball: 2 }), sessions(200), SAMPLING);
    const difference = (pinball?.month ?? 0) - (pinball?.before ?? 0);
    const [low, high] = pinball?.differenceInterval ?? [0, 0];
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    // The month does not vary, so that the width is the width of the months before.
    expect(high - low).toBeLessThan(0.02);
  });
});
