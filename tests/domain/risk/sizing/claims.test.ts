import { describe, expect, it } from 'vitest';
import type { Truth } from '../../../../scripts/simulation/simulatedDesk.ts';
import { walkedDesk } from '../../../../scripts/simulation/walkedDesk.ts';
import { sizingRisk } from '../../../../src/domain/risk/sizing/sizingRisk.ts';
import { traderSize } from '../../../../src/domain/risk/sizing/traderSize.ts';

/** Sessions until the usual bound of most traders is known. */
const FIRST_SESSIONS = 100;

/**
 * Losses beyond the VaR against the shortfall that was forecast and its bound, both in units of S; and the
 * sum of (m − mean m)·P/S: whether sizes were smaller on the right days.
 */
function judged(truth: Truth, seed: number) {
  const sums = { loss: 0, shortfall: 0, bound: 0 };
  const sized: { readonly m: number; readonly pnl: number }[] = [];
  for (const [place, { forecast, outcomes }] of walkedDesk({ truth, seed }).entries()) {
    for (const trader of forecast.traders) {
      const outcome = outcomes.get(trader.member.trader);
      const figures = trader.forecast;
      const bound = figures?.expectedShortfallUpper95 ?? null;
      if (outcome === undefined || figures === null || bound === null) continue;
      const { netPnl } = outcome.summary;
      const { scale, pnlQ05, expectedShortfall95 } = figures;
      if (netPnl < pnlQ05) {
        sums.loss -= netPnl / scale;
        sums.shortfall += expectedShortfall95 / scale;
        sums.bound += bound / scale;
      }
      if (place < FIRST_SESSIONS) continue;
      const { multiplier } = traderSize(sizingRisk(trader, null), 0.02);
      sized.push({ m: multiplier, pnl: netPnl / scale });
    }
  }
  const mean = sized.reduce((sum, { m }) => sum + m, 0) / sized.length;
  const targeting = sized.reduce((sum, { m, pnl }) => sum + (m - mean) * pnl, 0);
  return { ...sums, mean, targeting };
}

describe('the claims of sizing, on simulated desks', () => {
  it.each([
    ['iid', 1],
    ['iid', 2],
    ['tilt', 1],
    ['regimeChange', 1],
  ] as const)(
    'the worst days of %s, seed %i, lose what was forecast, and less than the bound',
    (truth, seed) => {
      const { loss, shortfall, bound } = judged(truth, seed);
      expect(loss / shortfall).toBeGreaterThan(0.93);
      expect(loss / shortfall).toBeLessThan(1.1);
      expect(loss).toBeLessThan(bound);
    },
  );

  it('a trader who tilts, or whose market changes, is smaller on the days that lose', () => {
    expect(judged('tilt', 1).targeting).toBeGreaterThan(0);
    expect(judged('regimeChange', 1).targeting).toBeGreaterThan(0);
  });

  it('an ordinary trader trades close to the usual size', () => {
    const { mean } = judged('iid', 1);
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThanOrEqual(1);
  });
});
