import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { compress } from './backupFiles.ts';
import { type Backup, type BackupPlace, keepBackup } from './keepBackup.ts';
import { type InspectDatabase, snapshot } from './snapshot.ts';
import { unpack } from './unpack.ts';

export interface BackupRequest extends BackupPlace {
  readonly databasePath: string;
  readonly progress: Progress;
  /** A backup of a database that a restore would refuse is an error now, not on the day it is needed. */
  readonly inspect: InspectDatabase;
}

/**
 * Makes one verified backup of a database that may be in use, then removes old backups. A backup that fails
 * leaves no file and removes none.
 * @throws StoreError when there is no database, no space, or when the copy differs from the database
 *   or would not be restored.
 */
export async function createBackup(request: BackupRequest): Promise<Backup> {
  const { databasePath, progress, inspect } = request;
  return keepBackup(request, 'sqlite', basename(databasePath), async (work, packed) => {
    const raw = join(work, 'snapshot.db');
    const rows = await snapshot(databasePath, raw, progress);
    const databaseBytes = (await stat(raw)).size;
    const sha256 = await compress(raw, packed, progress);
    // Removed before the check unpacks another copy, so the disk needs space for only one.
    await rm(raw);
    await unpack(packed, raw, { databaseBytes, rows }, { inspect, progress });
    return { databaseBytes, rows, sha256 };
  });
}
