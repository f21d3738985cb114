import { describe, expect, it } from 'vitest';
import { equityCurve } from '../../../src/domain/risk/equityCurve.ts';

describe('the equity curve', () => {
  it.each([
    [[100, -300, 50, -200], [100, -200, -150, -350], -300, 450],
    [[-100, 500], [-100, 400], -100, 100],
    [[10, 20], [10, 30], 0, 0],
    [[], [], 0, 0],
  ])(
    'of %j stands at %j, with the worst session %d and a drawdown of %d',
    (pnls, cumulative, worst, drawdown) => {
      expect(equityCurve(pnls)).toEqual({
        cumulative,
        total: cumulative.at(-1) ?? 0,
        worst,
        maximumDrawdown: drawdown,
      });
    },
  );
});
