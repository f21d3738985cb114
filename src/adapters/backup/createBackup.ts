import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { backupError } from './backupError.ts';
import { compress, inWorkFolder, listBackups } from './backupFiles.ts';
import { backupName } from './backupName.ts';
import { checksumLine } from './checksum.ts';
import { type Manifest, manifestText } from './manifest.ts';
import { keptBackups } from './retention.ts';
import { type InspectDatabase, snapshot } from './snapshot.ts';
import { unpack } from './unpack.ts';

export interface BackupRequest {
  readonly databasePath: string;
  readonly folder: string;
  /** Time zone of the market, which decides which backups belong to the same day. */
  readonly zone: string;
  readonly now: Date;
  readonly progress: Progress;
  /** A backup of a database that a restore would refuse is an error now, not on the day it is needed. */
  readonly inspect: InspectDatabase;
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
 * @throws StoreError when there is no database, no space, or when the copy differs from the database
 *   or would not be restored.
 */
export async function createBackup(request: BackupRequest): Promise<Backup> {
  const { databasePath, folder, now, progress, inspect } = request;
  try {
    const made = await inWorkFolder(folder, now, async (work) => {
      const raw = join(work, 'snapshot.db');
      const rows = await snapshot(databasePath, raw, progress);
      const databaseBytes = (await stat(raw)).size;
      const packed = join(work, backupName(now));
      const sha256 = await compress(raw, packed, progress);
      // Removed before the check unpacks another copy, so the disk needs space for only one.
      await rm(raw);
      await unpack(packed, raw, { databaseBytes, rows }, { inspect, progress });
      await writeFile(`${packed}.json`, manifestText({ databaseBytes, rows }), { mode: 0o600 });
      await writeFile(`${packed}.sha256`, checksumLine(sha256, basename(packed)), { mode: 0o600 });
      const file = await moveInto(folder, packed);
      return { file, databaseBytes, rows, bytes: (await stat(file)).size, sha256 };
    });
    return { ...made, removed: await removeOldBackups(request) };
  } catch (error) {
    throw backupError(error, `Backup of ${basename(databasePath)}`);
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
