import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../../scripts/simulation/simulatedDesk.ts';
import { walkDesk, walkOptions } from '../../../../scripts/simulation/walkedDesk.ts';
import type { WalkedSession } from '../../../../src/domain/evaluation/backtestRow.ts';
import { closingRidge, rangeFeatures } from '../../../../src/domain/evaluation/challengers/closingRidge.ts';
import { Contest } from '../../../../src/domain/evaluation/challengers/contest.ts';

const desk = simulateDesk({ traders: 8, sessions: 220, seed: 41, truth: 'tilt' });

function contestOf(sessions: Iterable<WalkedSession>) {
  const period = { first: '2000-01-01', last: '2099-12-31' };
  const contest = new Contest([closingRidge(), rangeFeatures()], { ...walkOptions, ...period });
  for (const session of sessions) contest.add(session);
  return contest.result();
}

describe('the ridges over the volatility of closes', () => {
  const result = contestOf(walkDesk(desk, desk));
  const measures = new Map(result.contestants.map((contestant) => [contestant.name, contestant.measures]));

  it('have the scores that version 0.7 gave its own model on this desk, without trips and ranges', () => {
    expect(result.traderDays).toBe(1_258);
    expect(measures.get('ridge on closes')?.pinball).toBeCloseTo(0.182_977_410_050_831_43, 12);
    expect(measures.get('ridge on closes')?.brier).toBeCloseTo(0.147_715_482_120_931_05, 12);
    expect(measures.get('ridge on closes')?.auc).toBeCloseTo(0.608_415_130_876_068_4, 12);
  });

  it('lose more than the model on this desk, the one without trips and ranges the most', () => {
    const [model, closes, features] = ['location-scale ridge', 'ridge on closes', 'ridge, σ₀ of closes'].map(
      (name) => measures.get(name)?.pinball ?? Number.NaN,
    );
    expect(model).toBeLessThan(closes ?? 0);
    expect(features).toBeLessThan(closes ?? 0);
    expect(model).not.toBe(features);
  });

  it('see nothing of the day, whenever the days of the traders become known', () => {
    // All days are in the traders' records before the first session is judged.
    expect(contestOf([...walkDesk(desk, desk)])).toEqual(result);
  });
});
