import type { PlatformFiles, PlatformLimit } from '../../domain/limits/profile/platformFiles.ts';
import { changeTo } from '../../domain/limits/target.ts';
import type { Alert, DataQualityNote, MorningReport } from '../../domain/report/report.ts';
import { shownName } from '../../domain/text/outsideText.ts';
import { count } from '../../domain/text/words.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { LimitFiles } from '../../ports/limitFiles.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';

export interface LimitFilesPorts {
  readonly limitFiles: LimitFiles;
  readonly roster: RosterStore;
  readonly ledger: LedgerStore;
}

/** Active sessions whose fees are averaged. */
const FEE_SESSIONS = 20;

/**
 * Writes the files of the limits profiles and names them in the report, with an alert for each profile that
 * refused. Without LIMITS_PROFILES the report stays as it is.
 */
export async function writeLimitFiles(
  ports: LimitFilesPorts,
  report: MorningReport,
  { dryRun, revision }: { readonly dryRun: boolean; readonly revision: number },
): Promise<MorningReport> {
  if (!ports.limitFiles.isUsed) return report;
  const { sessionDate } = report;
  const limits = await platformLimits(ports, report);
  const platformFiles = ports.limitFiles.write({ sessionDate, revision, dryRun, limits });
  return {
    ...report,
    platformFiles,
    alerts: [...report.alerts, ...platformFiles.flatMap(refusalAlert)],
    dataQuality: [...report.dataQuality, ...accountNote(platformFiles)],
  };
}

/** The limits of a report as a profile needs them, with the accounts that the report names. */
export async function platformLimits(
  { roster, ledger }: Pick<LimitFilesPorts, 'roster' | 'ledger'>,
  { decisions, dataThrough, accounts: reported }: MorningReport,
): Promise<readonly PlatformLimit[]> {
  // A report of an earlier version names none.
  const accounts = new Map((reported ?? (await roster.all())).map((each) => [each.trader, each.accounts]));
  const days = await ledger.recentDays(dataThrough, FEE_SESSIONS);
  return decisions.map(({ trader, desk, baseLimit, newLimit, limit }) => {
    const target = limit?.target ?? newLimit;
    // Decisions without a limit line compare with the base limit.
    const limitInForce = limit === undefined ? baseLimit : limit.limitInForce;
    const fees = (days.get(trader) ?? []).map((day) => day.fees);
    return {
      trader,
      desk,
      accounts: accounts.get(trader) ?? [],
      baseLimit,
      target,
      limitInForce,
      change: limit?.change ?? changeTo(target, limitInForce),
      dailyFees: fees.length === 0 ? null : fees.reduce((sum, fee) => sum + fee, 0) / fees.length,
    };
  });
}

function refusalAlert({ profile, refused }: PlatformFiles): readonly Alert[] {
  const [first, ...others] = refused;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `; ${count(others.length, 'more reason')}`;
  return [
    {
      code: 'PLATFORM_FILE_REFUSED',
      text: `no files for the platform by profile ${profile}, key the limits in: ${first}${more}`,
    },
  ];
}

/** Once for all profiles: each has the same roster. */
function accountNote(files: readonly PlatformFiles[]): readonly DataQualityNote[] {
  const traders = [...new Set(files.flatMap(({ withoutAccount }) => withoutAccount))];
  if (traders.length === 0) return [];
  const names = traders.slice(0, MOST_NAMES).map(shownName).join(', ');
  const text = `${count(traders.length, 'trader')} without an account on the roster, so without a row in the files for platforms: ${names}${traders.length > MOST_NAMES ? ', …' : ''}`;
  return [{ code: 'traders_without_account', count: traders.length, text }];
}

const MOST_NAMES = 10;
