import { describe, expect, it } from 'vitest';
import { effectiveTrials, judgeClaim } from '../../../scripts/claims/claimResult.ts';
import { CLAIMS, type Claim, type Count, type Requirement } from '../../../scripts/claims/claims.ts';

const requiring = (requirement: Requirement): Claim => ({ ...CLAIMS[0]!, requirement });
const desks = (count: number, hits: number): readonly Count[] =>
  Array.from({ length: count }, (_, at) => ({ part: at < hits ? 1 : 0, whole: 1 }));
const judged = (requirement: Requirement, counts: readonly Count[]) =>
  judgeClaim(requiring(requirement), 'facts', counts);

describe('a claim about desks', () => {
  // The bounds are those of scipy.stats.binomtest(...).proportion_ci(method='wilson', confidence_level=0.9).
  it.each([
    [{ atMost: 0.1 }, 4, 0.0931, true],
    [{ atMost: 0.1 }, 5, 0.1274, false],
    [{ atLeast: 0.95 }, 17, 0.9384, false],
    [{ atLeast: 0.95 }, 18, 0.9663, true],
  ])('that requires %j of 20 desks, with %d of them, is bounded by %d', (requirement, hits, bound, holds) => {
    const result = judged(requirement, desks(20, hits));
    expect(result.oneSided?.['atMost' in requirement ? 0 : 1]).toBeCloseTo(bound, 4);
    expect(result).toMatchObject({ desks: 20, part: hits, whole: 20, rate: hits / 20, holds });
  });

  it('fails where nothing was counted', () => {
    const nothing = [{ part: 0, whole: 0 }];
    expect(judged({ atMost: 1 }, nothing)).toMatchObject({ rate: null, oneSided: null, holds: false });
    expect(judged({ atMost: 1 }, [])).toMatchObject({ rate: null, holds: false });
  });
});

describe('a claim about days', () => {
  const days = (perDesk: readonly number[]) => perDesk.map((part) => ({ part, whole: 1_000 }));

  it('fails only where the whole interval lies outside the range', () => {
    const range = { from: 0.045, to: 0.055 };
    expect(judged(range, days([50, 51, 49, 50])).holds).toBe(true);
    expect(judged(range, days([70, 71, 69, 70])).holds).toBe(false);
    expect(judged(range, days([30, 31, 29, 30])).holds).toBe(false);
    // Desks that differ so much leave the rate uncertain.
    expect(judged(range, days([10, 200, 20, 50])).holds).toBe(true);
  });

  it('takes the days of one desk as one trial where desks differ as whole units', () => {
    expect(effectiveTrials([...days([0, 0, 0]), ...days([1_000])])).toBe(4);
  });

  it('takes all days as trials where desks differ no more than chance allows', () => {
    expect(effectiveTrials(days([50, 50, 51, 49]))).toBe(4_000);
  });

  it('has the trials of the worked example', () => {
    const counts = [
      { part: 5, whole: 100 },
      { part: 15, whole: 100 },
    ];
    expect(effectiveTrials(counts)).toBeCloseTo(36, 9);
  });
});
