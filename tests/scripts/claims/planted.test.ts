import { describe, expect, it } from 'vitest';
import type { ClaimDesk, Planted } from '../../../scripts/claims/claimDesk.ts';
import { judgeClaim } from '../../../scripts/claims/claimResult.ts';
import { CLAIMS, SIZES } from '../../../scripts/claims/claims.ts';
import { countsOfDesk } from '../../../scripts/claims/deskCounts.ts';
import { delayed, foreseen, narrowVar, withTodaysResult } from '../../support/plantedPolicies.ts';

/** Neither these seeds nor their number are those of `npm run claims`. */
const SEEDS = [71, 72];

/** For each claim, a wrong policy or model on which it must fail. */
const PLANTED: Readonly<Record<string, () => Planted>> = {
  'driftless-cuts-helped': () => ({ decisions: foreseen((netPnl) => netPnl < 0) }),
  'driftless-gate-open': () => ({ tampering: { members: withTodaysResult } }),
  'driftless-matched-days': () => ({ decisions: foreseen((netPnl) => netPnl < 0) }),
  'tilt-cuts-helped': () => ({ decisions: foreseen((netPnl) => netPnl > 0) }),
  'driftless-var': () => ({ decisions: narrowVar }),
  'tilt-var': () => ({ decisions: narrowVar }),
  'revert-var': () => ({ decisions: narrowVar }),
  'shift-var': () => ({ decisions: narrowVar }),
  'tilt-large-gate-open': () => ({ tampering: { days: delayed(60) } }),
};

describe('a planted wrong policy', { timeout: 600_000 }, () => {
  it('exists for each claim', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(CLAIMS.map(({ id }) => id).sort());
  });

  it.each(CLAIMS)('makes $id fail', (claim) => {
    const counts = SEEDS.map((seed) => {
      const desk: ClaimDesk = { mode: claim.mode, source: 'facts', ...SIZES[claim.size], seed };
      return countsOfDesk(desk, PLANTED[claim.id]?.())[claim.id] ?? { part: 0, whole: 0 };
    });
    expect(counts.every(({ whole }) => whole > 0)).toBe(true);
    expect(judgeClaim(claim, 'facts', counts)).toMatchObject({ holds: false });
  });
});
