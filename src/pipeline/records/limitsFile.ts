import type { PlatformFileKind } from '../../domain/limits/profile/platformRows.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { LimitFileMaker, LimitFileResult } from '../../ports/limitFiles.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { platformLimits } from '../steps/limitFiles.ts';

export interface LimitsFilePorts {
  readonly maker: LimitFileMaker;
  readonly roster: RosterStore;
  readonly ledger: LedgerStore;
}

/**
 * The file of a profile, made from the stored report: what the morning wrote, even where its files were
 * moved away since.
 * @throws ConfigurationError `unknown_profile`, naming the profiles in use.
 */
export async function makeLimitsFile(
  ports: LimitsFilePorts,
  report: MorningReport,
  { profile, kind }: { readonly profile: string; readonly kind: PlatformFileKind },
): Promise<LimitFileResult> {
  if (!ports.maker.profiles.includes(profile)) throw unknownProfile(profile, ports.maker.profiles);
  const { sessionDate, revision = 0 } = report;
  const limits = await platformLimits(ports, report);
  return ports.maker.make(profile, kind, { sessionDate, revision, dryRun: false, limits });
}

function unknownProfile(profile: string, inUse: readonly string[]): ConfigurationError {
  const expected = inUse.length === 0 ? 'none, LIMITS_PROFILES is not set' : `one of ${inUse.join(', ')}`;
  return new ConfigurationError(
    'unknown_profile',
    `limits file · found profile ${profile} · expected ${expected}`,
    {
      hint: 'Leave `profile` out for limits.csv, or name the profile in LIMITS_PROFILES and start the server again.',
    },
  );
}
