import { beforeAll, describe, expect, it } from 'vitest';
import type { ClaimResult } from '../../../scripts/claims/claimResult.ts';
import { CLAIMS } from '../../../scripts/claims/claims.ts';
import { claimsTable } from '../../../scripts/claims/claimsTable.ts';
import { runClaims } from '../../../scripts/claims/runClaims.ts';

/** A generous timeout, so that a busy machine does not fail the test. */
const UNHURRIED_MS = 3_600_000;

/**
 * The claims of `npm run claims` on the same desks, but fewer large ones, and on facts alone: less than two
 * minutes on two cores.
 */
describe('what is claimed of desks whose truth is known', () => {
  let results: readonly ClaimResult[] = [];

  beforeAll(async () => {
    results = await runClaims({
      claims: CLAIMS,
      sources: ['facts'],
      firstSeed: 4001,
      seeds: 20,
      largeSeeds: 5,
      jobs: 2,
      logProgress: () => undefined,
    });
  }, UNHURRIED_MS);

  it.each(CLAIMS)('holds: $id', ({ id }) => {
    const own = results.filter(({ claim }) => claim.id === id);
    expect(own.map(({ desks }) => desks)).toEqual([id.includes('-large-') ? 5 : 20]);
    expect(own.every(({ holds }) => holds) ? '' : claimsTable(own)).toBe('');
  });
});
