import { existsSync } from 'node:fs';
import { link, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import { inWorkFolder, type RowCounts, readManifest } from './backupFiles.ts';
import { refuseWhileInUse } from './databaseInUse.ts';
import { checkHash, unpack } from './verifyBackup.ts';

export interface RestoreRequest<T> {
  readonly file: string;
  readonly databasePath: string;
  /** Restore even if there is a database, which is then renamed. */
  readonly force: boolean;
  readonly now: Date;
  readonly progress: Progress;
  /**
   * Migrates the restored file before it is put in place, and writes the head of its audit trail next to it.
   */
  readonly prepare: (restored: { readonly path: string; readonly sha256: string }) => Promise<T>;
}

export interface Restored<T> {
  readonly prepared: T;
  readonly rows: RowCounts;
  /** Path of the previous database; null when there was none. */
  readonly movedAside: string | null;
}

/**
 * Replaces the database by a backup. The backup is checked, unpacked and prepared in a temporary folder, then
 * renamed to the database's name. The name always refers to a complete database, and the old one is never
 * deleted.
 * @throws InputError or StoreError; the database is then unchanged.
 */
export async function restoreBackup<T>(request: RestoreRequest<T>): Promise<Restored<T>> {
  const { file, databasePath, now, progress } = request;
  if (existsSync(databasePath) && !request.force) throw databaseExists(databasePath);
  const sha256 = await checkHash(file);
  refuseWhileInUse(databasePath, now);
  return inWorkFolder(dirname(databasePath), now, async (folder) => {
    const path = join(folder, basename(databasePath));
    const rows = await unpack(file, path, await readManifest(file), progress);
    const prepared = await request.prepare({ path, sha256 });
    // Checked again, because a morning may have begun during the unpacking.
    refuseWhileInUse(databasePath, now);
    return { prepared, rows, movedAside: await swap(path, databasePath, now) };
  });
}

/**
 * Files next to the database. SQLite would apply a journal of the old database to the new one, so they are
 * moved.
 */
const AUDIT_HEAD = '.audit-head';
const DATABASE_SUFFIXES = ['-wal', '-shm', '-journal', AUDIT_HEAD] as const;

async function swap(restored: string, databasePath: string, now: Date): Promise<string | null> {
  const aside = `${databasePath}.before-restore-${now.toISOString().replace(/[:.]/g, '-')}`;
  const wasThere = existsSync(databasePath);
  for (const suffix of DATABASE_SUFFIXES)
    if (existsSync(databasePath + suffix)) await rename(databasePath + suffix, aside + suffix);
  if (wasThere) await linkOrRename(databasePath, aside);
  if (existsSync(restored + AUDIT_HEAD)) await rename(restored + AUDIT_HEAD, databasePath + AUDIT_HEAD);
  await rename(restored, databasePath);
  return wasThere ? aside : null;
}

/**
 * A hard link keeps the database under its name until the new one replaces it. Renames when links are
 * unsupported.
 */
async function linkOrRename(path: string, aside: string): Promise<void> {
  await link(path, aside).catch((error: NodeJS.ErrnoException) => {
    if (!linkUnsupported.has(error.code)) throw error;
    return rename(path, aside);
  });
}

const linkUnsupported: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
]);

function databaseExists(databasePath: string): StoreError {
  return new StoreError(
    'database_in_the_way',
    `Restore · found a database at ${basename(databasePath)} · expected none`,
    {
      hint: 'Add --force to replace it; the old database is kept in the same folder under another name.',
    },
  );
}
