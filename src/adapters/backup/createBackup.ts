import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import { checksumLine, compress, inWorkFolder, listBackups, type Manifest } from './backupFiles.ts';
import { backupName } from './backupName.ts';
import { keptBackups } from './retention.ts';
import { snapshot } from './snapshot.ts';
import { unpack } from './verifyBackup.ts';

export interface BackupRequest {
  readonly databasePath: string;
  readonly folder: string;
  /** The market's zone: its dates say which backups are of one day. */
  readonly zone: string;
  readonly now: Date;
  readonly progress: Progress;
}

export interface Backup extends Manifest {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Older backups that had had their time. */
  readonly removed: readonly string[];
}

/** What lies beside a backup; they come before it and go after it, so that none is ever without them. */
const COMPANIONS = ['.json', '.sha256'] as const;

/**
 * One verified backup of a database in use, and the old ones thinned out. A backup that fails leaves nothing behind and
 * takes nothing away.
 * @throws StoreError where there is no database, no room, or where the copy does not hold what the database did.
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
      // Only one unpacked copy at a time: a disk with room for one is enough.
      await rm(raw);
      await unpack(packed, raw, { databaseBytes, rows }, progress);
      await writeFile(`${packed}.json`, `${JSON.stringify({ databaseBytes, rows }, null, 2)}\n`, {
        mode: 0o600,
      });
      await writeFile(`${packed}.sha256`, checksumLine(sha256, basename(packed)), { mode: 0o600 });
      const file = await moveInto(folder, packed);
      return { file, databaseBytes, rows, bytes: (await stat(file)).size, sha256 };
    });
    return { ...made, removed: await thinOut(request) };
  } catch (error) {
    throw inWords(error, databasePath);
  }
}

async function moveInto(folder: string, packed: string): Promise<string> {
  const file = join(folder, basename(packed));
  for (const suffix of [...COMPANIONS, '']) await rename(packed + suffix, file + suffix);
  return file;
}

async function thinOut({ folder, now, zone }: BackupRequest): Promise<readonly string[]> {
  const names = await listBackups(folder);
  const kept = keptBackups(names, now, zone);
  const removed = names.filter((name) => !kept.has(name));
  for (const name of removed)
    for (const suffix of ['', ...COMPANIONS]) await rm(join(folder, name + suffix), { force: true });
  return removed;
}

const diskTrouble = /^(SQLITE_FULL|SQLITE_IOERR.*|ENOSPC|EDQUOT|EFBIG|EIO)$/;

function inWords(error: unknown, databasePath: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const failed = (kind: string, found: string, expected: string, hint: string) =>
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
      'room for the database and its compressed copy',
      'Nothing was left behind and no older backup was removed. Make room, or set BACKUP_DIR to a larger disk.',
    );
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code))
    return failed(
      'backup_folder',
      'a folder that cannot be written',
      'a folder of this user',
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
