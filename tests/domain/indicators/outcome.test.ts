import { describe, expect, it } from 'vitest';
import { outcome } from '../../../src/domain/indicators/outcome.ts';
import { factsOf } from '../../support/facts.ts';
import { inputOf, inputOfR } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

const repeat = (value: number, times: number): number[] => Array(times).fill(value);

describe('the Sortino ratio', () => {
  it.each([
    ['equal wins and losses', [...repeat(1, 10), ...repeat(-1, 10)], 0],
    [
      'wins of twice the losses over 20 days',
      [...repeat(2, 10), ...repeat(-1, 10)],
      0.5 * (0.5 / Math.SQRT1_2),
    ],
    [
      'the same over 10 days, shrunk further towards 0',
      [2, -1, 2, -1, 2, -1, 2, -1, 2, -1],
      0.5 / Math.SQRT1_2 / 3,
    ],
    ['a record without a loss', repeat(0.1, 20), 3],
    ['one tiny loss', [...repeat(5, 19), -0.001], 3],
    ['all losses', repeat(-1, 20), -0.5],
  ])('is right for %s', (_, r, expected) => {
    expect(valueIn(outcome, 'sortino_20', inputOfR(r))).toBeCloseTo(expected, 12);
  });

  it('is null when every r is 0', () => {
    expect(valueIn(outcome, 'sortino_20', inputOfR(repeat(0, 20)))).toBeNull();
  });
});

describe('trips', () => {
  const days = (overrides: object) => inputOf(factsOf(repeat(1, 20), overrides));

  it.each([
    ['profit_balance', { grossWin: 300, grossLoss: 100 }, 0.5],
    ['profit_balance', { grossWin: 0, grossLoss: 100 }, -1],
    ['payoff_log', { grossWin: 300, winningTrips: 3, grossLoss: 100, losingTrips: 2 }, Math.log(2)],
    ['payoff_log', { grossWin: 100, winningTrips: 4, grossLoss: 100, losingTrips: 1 }, -Math.log(4)],
  ])('the indicator %s of %j is %d', (id, overrides, expected) => {
    expect(valueIn(outcome, id, days(overrides))).toBeCloseTo(expected, 12);
  });

  it.each([
    ['profit_balance', { grossWin: 0, grossLoss: 0 }],
    ['payoff_log', { winningTrips: 0, grossWin: 0 }],
    ['payoff_log', { losingTrips: 0, grossLoss: 0 }],
  ])('%s of %j is null', (id, overrides) => {
    expect(valueIn(outcome, id, days(overrides))).toBeNull();
  });
});

describe('win rate', () => {
  it('counts sessions above 0 after fees; a flat one is no win', () => {
    expect(valueIn(outcome, 'win_rate', inputOf(factsOf([...repeat(-1, 9), 5, 0, 5, -1, 5])))).toBeCloseTo(
      3 / 14,
      12,
    );
  });

  it('the win-rate change is in standard errors of the last 120 sessions', () => {
    const pnls = [...repeat(1, 60), ...repeat(-1, 40), ...repeat(-1, 20)];
    const usual = 61 / 122;
    expect(valueIn(outcome, 'win_rate_change', inputOf(factsOf(pnls)))).toBeCloseTo(
      (1 / 22 - usual) / Math.sqrt((usual * (1 - usual)) / 20),
      12,
    );
  });

  it('the win-rate change is finite for a trader who always wins', () => {
    const w = [21 / 22, 121 / 122] as const;
    expect(valueIn(outcome, 'win_rate_change', inputOf(factsOf(repeat(1, 120))))).toBeCloseTo(
      (w[0] - w[1]) / Math.sqrt((w[1] * (1 - w[1])) / 20),
      12,
    );
  });
});

describe('streaks', () => {
  it.each([
    [[1, 1, -1, -1, -1], -3],
    [[-1, 2, 3], 2],
    [[-1, -1, 0], 0],
    [[1, -1, 0, -1], -1],
    [[-1], -1],
  ])('%j is a streak of %d', (pnls, expected) => {
    expect(valueIn(outcome, 'streak', inputOf(factsOf(pnls)))).toBe(expected);
  });

  it("the surprise of a losing streak depends on the trader's own loss rate", () => {
    const pnls = [...repeat(1, 15), ...repeat(-1, 5)];
    expect(valueIn(outcome, 'loss_streak_surprise', inputOf(factsOf(pnls)))).toBeCloseTo(
      -5 * Math.log(6 / 22),
      12,
    );
  });

  it('the surprise without a losing streak is 0', () => {
    expect(valueIn(outcome, 'loss_streak_surprise', inputOf(factsOf([...repeat(-1, 19), 1])))).toBe(0);
  });
});
