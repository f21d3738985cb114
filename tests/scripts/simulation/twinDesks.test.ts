import { describe, expect, it } from 'vitest';
import { engineCuts } from '../../../scripts/simulation/twinDesks.ts';
import { twinScore } from '../../../scripts/simulation/twinScore.ts';

/** `node --import tsx scripts/twin-desks.ts` scores 20 seeds of each truth. */
describe('a desk on which every cut is obeyed', () => {
  it.each(['noEdge', 'tilt', 'revert'] as const)(
    'of truth %s has the savings and forecasts of its twin',
    (truth) => {
      const isRawCompared = truth !== 'revert';
      const plan = { truth, seed: 701, traders: 12, sessions: 320 };
      const score = twinScore(plan, engineCuts, isRawCompared);
      expect(score.isCovered).toBe(true);
      expect(Math.abs(score.varRatio - 1)).toBeLessThan(0.05);
      expect(Math.abs(score.largeLossRatio - 1)).toBeLessThan(0.06);
      // Learned as seen, the same desk forecasts too small a VaR wherever cuts end many days.
      if (isRawCompared) expect(score.rawVarRatio).toBeLessThan(score.varRatio - 0.05);
    },
  );
});
