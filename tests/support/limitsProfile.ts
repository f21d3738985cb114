import { loadProfile } from '../../src/adapters/files/profiles/loadProfiles.ts';
import type { LimitsProfile } from '../../src/domain/limits/profile/limitsProfile.ts';
import type { PlatformLimit } from '../../src/domain/limits/profile/platformFiles.ts';

/** The shipped profile `generic` with other fields. */
export function genericProfile(change: Partial<LimitsProfile> = {}): LimitsProfile {
  return { ...loadProfile('generic'), ...change };
}

/** A trader with one account, $5,000 base and in force, cut to $3,000. */
export function platformLimit(change: Partial<PlatformLimit> = {}): PlatformLimit {
  const trader = change.trader ?? 'NET001';
  return {
    trader,
    desk: 'Momentum',
    accounts: [trader],
    baseLimit: 5000,
    target: 3000,
    limitInForce: 5000,
    change: 'lower',
    dailyFees: 12.5,
    ...change,
  };
}
