import type { Config } from '../../../config/config.ts';
import type { LimitsProfile } from '../../../domain/limits/profile/limitsProfile.ts';
import {
  type PlatformFileKind,
  type PlatformRows,
  platformRows,
} from '../../../domain/limits/profile/platformRows.ts';
import { count } from '../../../domain/text/words.ts';
import type { LimitFilesRequest } from '../../../ports/limitFiles.ts';
import { encodedText, profileText } from './profileText.ts';

export type ProfileSettings = Pick<Config, 'limitBasis' | 'baseCurrency'>;

/** One file that is not written yet. */
export interface Draft {
  readonly name: string;
  readonly bytes: Buffer;
  readonly rows: number;
  readonly sum: number;
}

/** The rows of today's or of the restore file. */
export function rowsOf(
  profile: LimitsProfile,
  kind: PlatformFileKind,
  { sessionDate: session, revision, limits }: LimitFilesRequest,
  { baseCurrency: currency, limitBasis: basis }: ProfileSettings,
): PlatformRows {
  return platformRows(profile, kind, limits, { session, revision, currency, basis });
}

/** `generic-2026-11-30-r0`; of a dry run `dry-run-generic-2026-11-30-r0`. */
export function stem({ name }: LimitsProfile, { sessionDate, revision, dryRun }: LimitFilesRequest): string {
  return `${dryRun ? 'dry-run-' : ''}${name}-${sessionDate}-r${revision}`;
}

/** @throws FormatProblem where a cell cannot be written unaltered. */
export function draft(
  profile: LimitsProfile,
  kind: PlatformFileKind,
  { rows, sum }: PlatformRows,
  request: LimitFilesRequest,
): Draft {
  const { sessionDate, revision } = request;
  const about = `Daybreak, profile ${profile.name}, ${kind}: session ${sessionDate}, decision revision ${revision}, ${count(rows.length, 'row')}, sum ${sum.toFixed(2)}`;
  return {
    name: `${stem(profile, request)}-${kind}-${rows.length}rows-sum${sum.toFixed(2)}.${profile.extension}`,
    bytes: encodedText(profileText(profile, rows, about), profile.encoding),
    rows: rows.length,
    sum,
  };
}
