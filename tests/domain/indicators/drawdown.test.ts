import { describe, expect, it } from 'vitest';
import { drawdown } from '../../../src/domain/indicators/drawdown.ts';
import { factsOf } from '../../support/facts.ts';
import { inputOf } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

const repeat = (value: number, times: number): number[] => Array(times).fill(value);
const ORDINARY = 1.4826 * 100;

describe('the indicator drawdown_now', () => {
  it.each([
    ['at the peak', repeat(100, 30), 0],
    ['three losses from the peak', [...repeat(100, 27), ...repeat(-100, 3)], 300],
    ['half of it recovered', [...repeat(100, 26), ...repeat(-100, 4), 100, 100], 200],
    ['never in profit, from the start of the window', repeat(-100, 20), 2_000],
    ['after a tiny profit, by which it is not divided', [1, ...repeat(-100, 25)], 2_500],
    ['after a loss before the last 60 sessions', [-100, ...repeat(100, 60)], 0],
  ])('is right %s', (_, pnls, dollars) => {
    expect(valueIn(drawdown, 'drawdown_now', inputOf(factsOf(pnls)))).toBeCloseTo(dollars / ORDINARY, 9);
  });
});

describe('the indicators of the last day', () => {
  const through = (overrides: object) => {
    const days = factsOf(repeat(100, 21));
    return inputOf([...days.slice(0, 20), ...days.slice(20).map((day) => ({ ...day, ...overrides }))]);
  };

  it.each([
    ['intraday_drawdown', { worstRunningPnl: -296.52 }, 2],
    ['intraday_drawdown', { worstRunningPnl: 0 }, 0],
    ['give_back', { giveBack: 74.13 }, 0.5],
    ['intraday_drawdown', { worstRunningPnl: -148.26, netPnl: -1e6 }, 1],
  ])('the indicator %s of %j is %d ordinary days', (id, overrides, expected) => {
    expect(valueIn(drawdown, id, through(overrides))).toBeCloseTo(expected, 12);
  });

  it.each([
    ['intraday_drawdown', { worstRunningPnl: null }],
    ['give_back', { giveBack: null }],
  ])('the indicator %s is null without known times', (id, overrides) => {
    expect(valueIn(drawdown, id, through(overrides))).toBeNull();
  });
});
