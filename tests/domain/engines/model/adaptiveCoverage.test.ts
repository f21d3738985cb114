import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { nextLevel, nextTradeProbability } from '../../../../src/domain/engines/model/adaptiveCoverage.ts';

describe('the level that a trader’s VaR is read at', () => {
  it.each([
    ['rises by 0.00005 after a day within the VaR', 0.05, false, 0.05005],
    ['falls by 0.00095 after a breach', 0.05, true, 0.04905],
    ['never falls below 1 %', 0.0101, true, 0.01],
    ['never rises above 12 %', 0.11999, false, 0.12],
  ])('moves by one day: %s', (_, level, breached, expected) => {
    expect(nextLevel(level, breached)).toBeCloseTo(expected, 12);
  });

  it('stays where one day in twenty is a breach', () => {
    let level = 0.05;
    for (let day = 0; day < 2_000; day++) level = nextLevel(level, day % 20 === 0);
    expect(level).toBeCloseTo(0.05, 3);
  });

  it('brings coverage back when results become twice as wide as in the pool', () => {
    const random = createRandom(9, 'adaptive');
    // Uniform results on (0, ½) against a pool on (0, 1): a level α is breached on 2α of the days.
    let level = 0.05;
    const levels = Array.from({ length: 6_000 }, () => {
      level = nextLevel(level, random.uniform() / 2 < level);
      return level;
    });
    const settled = levels.slice(3_000);
    expect(settled.reduce((sum, one) => sum + one, 0) / settled.length).toBeCloseTo(0.025, 2);
  });
});

describe('the probability that a trader trades at all', () => {
  it.each([
    [1, true, 1],
    [1, false, 0.9],
    [0.5, true, 0.55],
    [0, false, 0],
  ])('is, from %d and a session traded: %s, %d', (before, traded, after) => {
    expect(nextTradeProbability(before, traded)).toBeCloseTo(after, 12);
  });
});
