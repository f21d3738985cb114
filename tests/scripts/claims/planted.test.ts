import { describe, expect, it } from 'vitest';
import {
  backtestOf,
  type ClaimDesk,
  type WalkedDesk,
  walkClaimDesk,
} from '../../../scripts/claims/claimDesk.ts';
import { judgeClaim } from '../../../scripts/claims/claimResult.ts';
import { CLAIMS, type Claim, SIZES } from '../../../scripts/claims/claims.ts';
import type { Tampering } from '../../../scripts/simulation/walkedDesk.ts';
import type { WalkedSession } from '../../../src/domain/evaluation/backtestRow.ts';
import {
  costlyCuts,
  type Decisions,
  delayed,
  foreseen,
  narrowVar,
  narrowYoungVar,
  randomCuts,
  withoutSwitch,
  withTodaysResult,
} from '../../support/plantedPolicies.ts';

/** What is changed while the desk is walked, or afterwards. */
type Planted = { readonly during: Tampering } | { readonly afterwards: Decisions };

/** For each claim, a wrong policy or model on which it must fail. */
const PLANTED: Readonly<Record<string, () => Planted>> = {
  'driftless-cuts-helped': () => ({ afterwards: foreseen((netPnl) => netPnl < 0) }),
  'driftless-gate-open': () => ({ during: { members: withTodaysResult } }),
  'driftless-matched-days': () => ({ afterwards: foreseen((netPnl) => netPnl < 0) }),
  'driftless-cuts-off': () => ({ during: { forecast: costlyCuts } }),
  'driftless-var': () => ({ afterwards: narrowVar }),
  'driftless-young-var': () => ({ afterwards: narrowYoungVar }),
  'tilt-cuts-helped': () => ({ afterwards: foreseen((netPnl) => netPnl > 0) }),
  'tilt-targeting-helped': () => ({ afterwards: randomCuts() }),
  'tilt-large-targeting-helped': () => ({ afterwards: randomCuts() }),
  'tilt-large-gate-open': () => ({ during: { days: delayed(60) } }),
  'tilt-var': () => ({ afterwards: narrowVar }),
  'revert-loss-with-switch': () => ({ afterwards: withoutSwitch }),
  'revert-var': () => ({ afterwards: narrowVar }),
  'revert-young-var': () => ({ afterwards: narrowYoungVar }),
  'shift-var': () => ({ afterwards: narrowVar }),
};

const walked = new Map<string, WalkedDesk>();

describe('a planted wrong policy', () => {
  it('exists for each claim', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(CLAIMS.map(({ id }) => id).sort());
  });

  it.each(CLAIMS)('makes $id fail', (claim) => {
    const counts = seedsFor(claim).map((seed) => {
      const desk: ClaimDesk = { mode: claim.mode, source: 'facts', ...SIZES[claim.size], seed };
      const planted = PLANTED[claim.id]?.();
      return claim.count(backtestOf(planted === undefined ? walkOnce(desk) : plant(desk, planted)));
    });
    // Without a rate a claim fails too, but then nothing was planted.
    expect(judgeClaim(claim, 'facts', counts)).toMatchObject({ rate: expect.any(Number), holds: false });
  });
});

/** Few seeds refute each claim: one where most desks are required, five where 40 % of them are. */
function seedsFor({ id, size }: Claim): readonly number[] {
  if (id === 'tilt-targeting-helped') return [71, 72, 73, 74, 75];
  return size === 'large' ? [71] : [71, 72];
}

function plant(desk: ClaimDesk, planted: Planted): WalkedDesk {
  if ('during' in planted) return walkClaimDesk(desk, planted.during);
  const { roster, sessions } = walkOnce(desk);
  return { roster, sessions: Array.from(sessions, (session) => changed(session, planted.afterwards)) };
}

/** Plants that change decisions afterwards share a walk. */
function walkOnce(desk: ClaimDesk): WalkedDesk {
  const key = JSON.stringify(desk);
  const known = walked.get(key);
  if (known !== undefined) return known;
  const { roster, sessions } = walkClaimDesk(desk);
  const kept = { roster, sessions: [...sessions] };
  walked.set(key, kept);
  return kept;
}

function changed(session: WalkedSession, decisions: Decisions): WalkedSession {
  const today = Array.from(session.outcomes.values(), ({ summary }) => summary);
  return { ...session, forecast: decisions(session.forecast, today) };
}
