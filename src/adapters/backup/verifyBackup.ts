import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { DaybreakError, StoreError } from '../../shared/errors.ts';
import {
  decompress,
  inWorkFolder,
  listBackups,
  type Manifest,
  type RowCounts,
  readManifest,
  recordedHash,
  sha256Of,
} from './backupFiles.ts';
import { checkedRowCounts } from './snapshot.ts';

export interface VerifiedBackup {
  readonly file: string;
  /** The error that the check found; null for a good backup. */
  readonly problem: string | null;
}

/**
 * Checks one backup: its hash, its integrity and its row counts. A bad backup is a result, not an exception.
 */
export async function verifyBackup(file: string, now: Date, progress: Progress): Promise<VerifiedBackup> {
  try {
    await checkHash(file);
    await inWorkFolder(dirname(file), now, async (folder) => {
      await unpack(file, join(folder, 'check.db'), await readManifest(file), progress);
    });
    return { file, problem: null };
  } catch (error) {
    if (!(error instanceof DaybreakError)) throw error;
    return { file, problem: error.message };
  }
}

/**
 * Path of the newest backup whose hash is unchanged since it was made and checked; null when there is none.
 */
export async function newestGoodBackup(folder: string): Promise<string | null> {
  for (const name of await listBackups(folder)) {
    const file = join(folder, name);
    const good = await checkHash(file).then(
      () => true,
      () => false,
    );
    if (good) return file;
  }
  return null;
}

/**
 * Returns the file's SHA-256. @throws InputError without a recorded hash, StoreError when the hashes differ.
 */
export async function checkHash(file: string): Promise<string> {
  const [expected, found] = [await recordedHash(file), await sha256Of(file)];
  if (found === expected) return found;
  throw new StoreError(
    'backup_damaged',
    `Backup ${basename(file)} · found SHA-256 ${found.slice(0, 12)}… · expected ${expected.slice(0, 12)}…`,
    {
      hint: 'The file was damaged or changed after it was made: use another backup, or the mirrored copy of this one.',
    },
  );
}

/**
 * Decompresses a backup to `to`, checks its integrity, and compares the row counts with the manifest, if
 * there is one.
 * @throws StoreError when the backup is damaged or incomplete; `to` is then removed.
 */
export async function unpack(
  file: string,
  to: string,
  manifest: Manifest | null,
  progress: Progress,
): Promise<RowCounts> {
  try {
    await decompress(file, to, progress);
    const rows = checkedRowCounts(to, basename(file));
    if (manifest !== null) compareRows(file, rows, manifest.rows);
    return rows;
  } catch (error) {
    await rm(to, { force: true });
    throw isZlibError(error) ? invalidGzip(file, error) : error;
  }
}

function compareRows(file: string, found: RowCounts, expected: RowCounts): void {
  for (const table of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    if (found[table] === expected[table]) continue;
    throw new StoreError(
      'backup_incomplete',
      `Backup ${basename(file)}, table ${table} · found ${found[table] ?? 'no table'} · expected ${expected[table] ?? 'no table'} (rows)`,
      { hint: 'Do not rely on this backup; make another with `npm run backup`.' },
    );
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function invalidGzip(file: string, cause: Error): StoreError {
  return new StoreError(
    'backup_damaged',
    `Backup ${basename(file)} · found ${cause.message} · expected a complete gzip file`,
    { hint: 'Use another backup: `npm run backup -- --verify` names the newest good one.', cause },
  );
}
