import { describe, expect, it } from 'vitest';
import { compareFits } from '../../../src/domain/evaluation/driftLook.ts';
import type { ModelFit } from '../../../src/domain/evaluation/modelHistory.ts';
import { driftDocument } from '../../../src/domain/report/driftDocument.ts';
import {
  byDrift,
  fitsSentence,
  indicatorsHeadline,
  levelWords,
  moverWords,
  scoresHeadline,
} from '../../../src/domain/report/driftWords.ts';
import { driftLookOf, earlyLook, indicatorDriftOf } from '../../support/driftLooks.ts';

describe('the words of drift', () => {
  it('say how many indicators have changed, and which score has decayed', () => {
    const look = driftLookOf();
    expect(indicatorsHeadline(look)).toBe('1 of 3 indicators has changed.');
    expect(scoresHeadline(look)).toBe(
      'The model forecasts worse than before: losses beyond VaR: 8.1% of trader-days after 5.0%. It is fitted again outside the weekly fit.',
    );
    expect(fitsSentence(look)).toContain('0.99 for the spread, 0.90 for the result');
    expect(fitsSentence(look)).toContain('1 weight changed its sign.');
  });

  it('say that nothing has changed', () => {
    const calm = driftLookOf({ indicators: [indicatorDriftOf()], retrain: false });
    expect(indicatorsHeadline(calm)).toBe(
      'None of 1 indicators has moved beyond what is usual on this desk.',
    );
    expect(scoresHeadline(calm)).toContain('No score of the model has decayed');
  });

  it('say how many sessions are missing', () => {
    expect(indicatorsHeadline(earlyLook)).toBe(
      'Not yet: indicators are compared over 310 sessions, and 12 sessions are missing.',
    );
    expect(scoresHeadline(earlyLook)).toContain('40 sessions are missing');
    expect(fitsSentence(earlyLook)).toBe('The model has not been fitted twice yet.');
  });

  it('name the trader through whom alone an index is high, and list what has changed first', () => {
    const { indicators } = driftLookOf();
    expect(indicators.map(levelWords)).toEqual(['ok', 'ok: one trader only', 'alarm']);
    expect(indicators.map(moverWords)).toEqual(['', 'NET002: 0.05 without', 'NET003: 0.66 without']);
    expect(byDrift(indicators).map(({ id }) => id)).toEqual(['notional_surprise', 'vol_7', 'last_r']);
  });
});

describe('drift as JSON', () => {
  it('has a mover where the index is above its bound, and six digits', () => {
    const { indicators, scores, retrain, fits } = driftDocument(driftLookOf());
    expect(indicators.map(({ mover }) => mover)).toEqual([null, 'NET002', 'NET003']);
    expect(indicators[2]).toEqual({
      id: 'notional_surprise',
      psi: 0.71,
      level: 'alarm',
      watchAbove: 0.1,
      alarmAbove: 0.25,
      mover: 'NET003',
      psiWithoutMover: 0.655556,
    });
    expect(scores[0]).toEqual({
      id: 'coverage',
      now: 0.081,
      before: 0.05,
      interval: { low: 0.004, high: 0.058 },
      decayed: true,
    });
    expect([retrain, fits?.logScale]).toEqual([true, 0.987654]);
  });
});

describe('two weekly fits', () => {
  const fitOf = (firstUsed: string, rows: number, ...location: readonly number[]): ModelFit => ({
    id: firstUsed,
    firstUsed,
    trainedThrough: firstUsed,
    rows,
    sessions: 100,
    penalties: [1, 1],
    curve: { beginsAt: 1.3, fullAt: 2 },
    weights: location.map((value, place) => ({ feature: `f${place}`, location: value, logScale: -value })),
  });

  it('are compared by rank correlation and by signs, the last two with rows', () => {
    expect(
      compareFits([
        fitOf('a', 9, 4, 3, 2, 1),
        fitOf('b', 9, 1, 2, 3, 4),
        fitOf('c', 0),
        fitOf('d', 9, 2, 4, 1, -3),
      ]),
    ).toEqual({
      before: 'b',
      now: 'd',
      location: expect.closeTo(-0.8, 9),
      logScale: expect.closeTo(-0.8, 9),
      locationFlips: ['f3'],
      logScaleFlips: ['f3'],
    });
    expect(compareFits([fitOf('a', 9, 1, 2, 3)])).toBeNull();
  });
});
