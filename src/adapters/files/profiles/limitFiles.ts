import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { LimitsProfile } from '../../../domain/limits/profile/limitsProfile.ts';
import type { PlatformFile, PlatformFiles } from '../../../domain/limits/profile/platformFiles.ts';
import type { LimitFiles, LimitFilesRequest } from '../../../ports/limitFiles.ts';
import { makeFolder } from '../../../shared/folders.ts';
import { replaceFile } from '../../../shared/newFile.ts';
import { type Draft, draft, type ProfileSettings, rowsOf, stem } from './limitFileDraft.ts';
import { FormatProblem } from './profileText.ts';

/**
 * Writes today's and the restore file of each profile, with a manifest, to `<directory>/<session>/`. Names
 * and manifest have session, revision, rows and sum. Both files are made before either is written; files that
 * an earlier run wrote for the same revision are removed.
 */
export function createLimitFiles(
  directory: string,
  profiles: readonly LimitsProfile[],
  settings: ProfileSettings,
): LimitFiles {
  return {
    isUsed: profiles.length > 0,
    write: (request) =>
      profiles.map((profile) =>
        writeProfile(join(directory, request.sessionDate), profile, request, settings),
      ),
  };
}

function writeProfile(
  folder: string,
  profile: LimitsProfile,
  request: LimitFilesRequest,
  settings: ProfileSettings,
): PlatformFiles {
  const today = rowsOf(profile, 'today', request, settings);
  const restore = rowsOf(profile, 'restore', request, settings);
  const result = {
    profile: profile.name,
    withoutAccount: restore.withoutAccount,
    note: profile.note,
  };
  const problems = [...new Set([...today.problems, ...restore.problems])];
  try {
    removeOld(folder, profile, request);
    if (problems.length > 0) return { ...result, today: null, restore: null, refused: problems };
    const drafts = [
      draft(profile, 'today', today, request),
      draft(profile, 'restore', restore, request),
    ] as const;
    makeFolder(folder);
    const [first, second] = drafts.map((each) => write(folder, each));
    replaceFile(
      join(folder, `${stem(profile, request)}.manifest.json`),
      manifest(profile, request, drafts, result),
    );
    return { ...result, today: first ?? null, restore: second ?? null, refused: [] };
  } catch (error) {
    return { ...result, today: null, restore: null, refused: [reasonOf(error)] };
  }
}

function write(folder: string, { name, bytes, rows, sum }: Draft): PlatformFile {
  const path = join(folder, name);
  replaceFile(path, bytes);
  return { path: relative(process.cwd(), path), rows, sum };
}

/** A file of other rows or another sum has another name, so both would remain. */
function removeOld(folder: string, profile: LimitsProfile, request: LimitFilesRequest): void {
  const old = stem(profile, request);
  for (const name of filesIn(folder))
    if (
      name.startsWith(`${old}-today-`) ||
      name.startsWith(`${old}-restore-`) ||
      name === `${old}.manifest.json`
    )
      rmSync(join(folder, name), { force: true });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There is no folder yet, or the write reports what is wrong with it.
    return [];
  }
}

function manifest(
  { name, rows: which, note, checkedAgainst, notChecked }: LimitsProfile,
  { sessionDate, revision, dryRun }: LimitFilesRequest,
  drafts: readonly Draft[],
  { withoutAccount }: Pick<PlatformFiles, 'withoutAccount'>,
): string {
  const document = {
    profile: name,
    session: sessionDate,
    revision,
    dryRun,
    rowsOfToday: which,
    files: drafts.map(({ name: file, rows, sum, bytes }) => ({
      file,
      rows,
      sum,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    withoutAccount,
    note,
    checkedAgainst,
    notChecked,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function reasonOf(error: unknown): string {
  if (error instanceof FormatProblem) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `the folder of the session could not be written${code}; check free space and permissions`;
}
