import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reliability, wilsonInterval } from '../../../src/domain/statistics/reliability.ts';
import {
  areaUnderCurve,
  brierScore,
  brierSkill,
  type JudgedProbability,
  pinballLoss,
} from '../../../src/domain/statistics/scores.ts';

const rows = (...pairs: readonly (readonly [number, 0 | 1])[]): JudgedProbability[] =>
  pairs.map(([probability, happened]) => ({ probability, happened: happened === 1 }));

const judgedRows = fc.array(
  fc.record({
    probability: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    happened: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('the pinball loss', () => {
  it.each([
    ['p times the distance for an outcome above the quantile', 100, -100, 0.05, 10],
    ['1 − p times the distance for an outcome below it', -300, -100, 0.05, 190],
    ['half of the distance on either side of the median', 7, 3, 0.5, 2],
    ['0 for an exact forecast', -100, -100, 0.05, 0],
  ])('is %s', (_, outcome, forecast, p, loss) => {
    expect(pinballLoss(outcome, forecast, p)).toBeCloseTo(loss, 12);
  });

  it('is lowest at the true quantile', () => {
    const outcomes = Array.from({ length: 1000 }, (_, at) => at);
    const loss = (forecast: number) => outcomes.reduce((sum, y) => sum + pinballLoss(y, forecast, 0.05), 0);
    const best = outcomes.reduce((least, forecast) => (loss(forecast) < loss(least) ? forecast : least), 0);
    expect(Math.abs(best - 50)).toBeLessThanOrEqual(1);
  });

  it.each([
    [1, 0, 0],
    [1, 0, 1],
    [1, 0, Number.NaN],
    [Number.NaN, 0, 0.5],
    [0, Number.NEGATIVE_INFINITY, 0.5],
  ])('refuses outcome %d, forecast %d at p = %d', (outcome, forecast, p) => {
    expect(() => pinballLoss(outcome, forecast, p)).toThrow('pinball loss');
  });
});

describe('the scores of probabilities', () => {
  it('equal the textbook formulas', () => {
    const judged = rows([0.9, 1], [0.6, 1], [0.6, 0], [0.1, 0]);
    expect(brierScore(judged)).toBeCloseTo((0.01 + 0.16 + 0.36 + 0.01) / 4, 12);
    expect(brierSkill(judged)).toBeCloseTo(1 - 0.135 / 0.25, 12);
    expect(areaUnderCurve(judged)).toBe(3.5 / 4);
  });

  it('are null without forecasts, and where the event always or never happened', () => {
    expect([brierScore([]), brierSkill([]), areaUnderCurve([])]).toEqual([null, null, null]);
    const onlyEvents = rows([0.2, 1], [0.9, 1]);
    expect([brierSkill(onlyEvents), areaUnderCurve(onlyEvents)]).toEqual([null, null]);
    expect([brierSkill(rows([0.2, 0])), areaUnderCurve(rows([0.2, 0]))]).toEqual([null, null]);
  });

  it('give the base rate itself a skill of 0', () => {
    expect(brierSkill(rows([0.25, 1], [0.25, 0], [0.25, 0], [0.25, 0]))).toBe(0);
  });

  it('count the pairs that the forecast puts in the right order, and ties as half', () => {
    fc.assert(
      fc.property(judgedRows, (judged) => {
        const events = judged.filter(({ happened }) => happened);
        const others = judged.filter(({ happened }) => !happened);
        const wins = events.flatMap((event) =>
          others.map((other) => (Math.sign(event.probability - other.probability) + 1) / 2),
        );
        const expected = wins.length === 0 ? null : wins.reduce((sum, win) => sum + win, 0) / wins.length;
        const actual = areaUnderCurve(judged);
        expect(actual === null ? null : actual.toFixed(12)).toBe(
          expected === null ? null : expected.toFixed(12),
        );
      }),
    );
  });

  it.each([-0.01, 1.01, Number.NaN])('refuse a probability of %d', (probability) => {
    const judged = [{ probability, happened: true }];
    for (const score of [brierScore, brierSkill, areaUnderCurve, reliability]) {
      expect(() => score(judged)).toThrow('expected a share from 0 to 1');
    }
  });
});

describe('reliability', () => {
  it('has five bins of equal count where no forecasts are equal', () => {
    const judged = Array.from({ length: 50 }, (_, at) => ({
      probability: (49 - at) / 50,
      happened: at % 5 === 0,
    }));
    expect(reliability(judged).map(({ count, observedRate }) => [count, observedRate])).toEqual(
      Array(5).fill([10, 0.2]),
    );
    expect(reliability(judged).map(({ meanForecast }) => meanForecast.toFixed(2))).toEqual([
      '0.09',
      '0.29',
      '0.49',
      '0.69',
      '0.89',
    ]);
  });

  it('has one bin for forecasts that are all equal, and no bin without forecasts', () => {
    expect(reliability(rows([0.15, 1], [0.15, 0], [0.15, 0]))).toHaveLength(1);
    expect(reliability([])).toEqual([]);
  });

  it('counts every row once and does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(judgedRows, (judged) => {
        const bins = reliability(judged);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(judged.length);
        const backwards = reliability([...judged].reverse());
        expect(backwards.map(({ count, observedRate }) => [count, observedRate])).toEqual(
          bins.map(({ count, observedRate }) => [count, observedRate]),
        );
      }),
    );
  });
});

describe('the Wilson interval', () => {
  it.each([
    [0, 10, 0, 0.277533],
    [10, 10, 0.722467, 1],
    [15, 100, 0.093058, 0.232833],
  ])('the Wilson interval of %d of %d is %d to %d', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it.each([
    [0, 0],
    [2, 1],
    [-1, 3],
    [Number.NaN, 3],
  ])('refuses %d successes of %d trials', (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(`found ${successes} of ${trials}`);
  });
});
