import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import type { ErrorCode } from '../../shared/errorCodes.ts';
import { StoreError } from '../../shared/errors.ts';
import {
  checksumLine,
  compress,
  inWorkFolder,
  listBackups,
  type Manifest,
  manifestText,
} from './backupFiles.ts';
import { backupName } from './backupName.ts';
import { keptBackups } from './retention.ts';
import { snapshot } from './snapshot.ts';
import { unpack } from './verifyBackup.ts';

export interface BackupRequest {
  readonly databasePath: string;
  readonly folder: string;
  /** Time zone of the market, which decides which backups belong to the same day. */
  readonly zone: string;
  readonly now: Date;
  readonly progress: Progress;
}

export interface Backup extends Manifest {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Names of the old backups that were removed. */
  readonly removed: readonly string[];
}

/**
 * Suffixes of the files next to a backup. They are moved before it and removed after it, so it always has
 * them.
 */
const COMPANION_SUFFIXES = ['.json', '.sha256'] as const;

/**
 * Makes one verified backup of a database that may be in use, then removes old backups. A backup that fails
 * leaves no file and removes none.
 * @throws StoreError when there is no database, no space, or when the copy differs from the database.
 */
export async function createBackup(request: BackupRequest): Promise<Backup> {
  const { databasePath, folder, now, progress } = request;
  try {
    const made = await inWorkFolder(folder, now, async (work) => {
      const raw = join(work, 'snapshot.db');
      const rows = await snapshot(databasePath, raw, progress);
      const databaseBytes = (await stat(raw)).size;
      const packed = join(work, backupName(now));
      const sha256 = await compress(raw, packed, progress);
      // Removed before the check unpacks another copy, so the disk needs space for only one.
      await rm(raw);
      await unpack(packed, raw, { databaseBytes, rows }, progress);
      await writeFile(`${packed}.json`, manifestText({ databaseBytes, rows }), { mode: 0o600 });
      await writeFile(`${packed}.sha256`, checksumLine(sha256, basename(packed)), { mode: 0o600 });
      const file = await moveInto(folder, packed);
      return { file, databaseBytes, rows, bytes: (await stat(file)).size, sha256 };
    });
    return { ...made, removed: await removeOldBackups(request) };
  } catch (error) {
    throw backupError(error, databasePath);
  }
}

async function moveInto(folder: string, packed: string): Promise<string> {
  const file = join(folder, basename(packed));
  for (const suffix of [...COMPANION_SUFFIXES, '']) await rename(packed + suffix, file + suffix);
  return file;
}

async function removeOldBackups({ folder, now, zone }: BackupRequest): Promise<readonly string[]> {
  const names = await listBackups(folder);
  const kept = keptBackups(names, now, zone);
  const removed = names.filter((name) => !kept.has(name));
  for (const name of removed)
    for (const suffix of ['', ...COMPANION_SUFFIXES]) await rm(join(folder, name + suffix), { force: true });
  return removed;
}

const diskTrouble = /^(SQLITE_FULL|SQLITE_IOERR.*|ENOSPC|EDQUOT|EFBIG|EIO)$/;

function backupError(error: unknown, databasePath: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const failed = (kind: ErrorCode, found: string, expected: string, hint: string) =>
    new StoreError(
      kind,
      `Backup of ${basename(databasePath)} · found ${found} (${code}) · expected ${expected}`,
      {
        hint,
        cause: error,
      },
    );
  if (diskTrouble.test(code))
    return failed(
      'backup_disk',
      'a disk that is full or fails',
      'space for the database and its compressed copy',
      'No partial file was left and no older backup was removed. Free space, or set BACKUP_DIR to a larger disk.',
    );
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code))
    return failed(
      'backup_folder',
      'a folder that cannot be written',
      'a folder that this user can write',
      'Check BACKUP_DIR, its owner and mode.',
    );
  if (code === 'SQLITE_CANTOPEN')
    return failed(
      'no_database',
      'no database',
      'one to back up',
      'Check DB_PATH; a new desk has nothing to back up yet.',
    );
  return error;
}
