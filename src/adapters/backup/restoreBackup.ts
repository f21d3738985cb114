import { existsSync, lstatSync } from 'node:fs';
import { link, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import { backupError } from './backupError.ts';
import { inWorkFolder } from './backupFiles.ts';
import { checkHash } from './checksum.ts';
import { refuseWhileInUse } from './databaseInUse.ts';
import { type RowCounts, readManifest } from './manifest.ts';
import type { InspectDatabase } from './snapshot.ts';
import { unpack } from './unpack.ts';

export interface RestoreRequest<T> {
  readonly file: string;
  readonly databasePath: string;
  /** Restore even if there is a database, which is then renamed. */
  readonly force: boolean;
  readonly now: Date;
  readonly progress: Progress;
  readonly inspect: InspectDatabase;
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
  try {
    return await restore(request);
  } catch (error) {
    throw backupError(error, `Restore of ${basename(request.file)}`);
  }
}

async function restore<T>(request: RestoreRequest<T>): Promise<Restored<T>> {
  const { file, databasePath, now, inspect, progress } = request;
  requirePlace(request);
  const sha256 = await checkHash(file);
  refuseWhileInUse(databasePath, now, 'look');
  return inWorkFolder(dirname(databasePath), now, async (folder) => {
    const path = join(folder, basename(databasePath));
    const rows = await unpack(file, path, await readManifest(file), { inspect, progress });
    const prepared = await request.prepare({ path, sha256 });
    // Checked again, because a morning may have begun during the unpacking.
    refuseWhileInUse(databasePath, now, 'close');
    return { prepared, rows, movedAside: await swap(path, databasePath, now) };
  });
}

/** SQLite would apply a journal of the old database to the new one, so these are moved with the old one. */
const JOURNAL_SUFFIXES = ['-wal', '-shm', '-journal'] as const;
const AUDIT_HEAD = '.audit-head';

/**
 * A process that is killed between two of these steps leaves the old database in place, or the new one. The
 * new one can then have the recorded head of the old one next to it: its trail names that head, so the next
 * opening corrects it.
 */
async function swap(restored: string, databasePath: string, now: Date): Promise<string | null> {
  const aside = `${databasePath}.before-restore-${now.toISOString().replace(/[:.]/g, '-')}`;
  const wasThere = existsSync(databasePath);
  if (wasThere) await linkOrRename(databasePath, aside);
  if (existsSync(databasePath + AUDIT_HEAD))
    await linkOrRename(databasePath + AUDIT_HEAD, aside + AUDIT_HEAD);
  for (const suffix of JOURNAL_SUFFIXES)
    if (existsSync(databasePath + suffix)) await rename(databasePath + suffix, aside + suffix);
  const hadHead = existsSync(databasePath + AUDIT_HEAD);
  if (!hadHead) await moveHead(restored, databasePath);
  await rename(restored, databasePath);
  if (hadHead) await moveHead(restored, databasePath);
  await flushFolder(dirname(databasePath));
  return wasThere ? aside : null;
}

async function moveHead(restored: string, databasePath: string): Promise<void> {
  if (existsSync(restored + AUDIT_HEAD)) await rename(restored + AUDIT_HEAD, databasePath + AUDIT_HEAD);
}

/** A rename is on the disk once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
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

/** At DB_PATH is nothing, or with `--force` a file. A rename would replace a link, not its file. */
function requirePlace({ databasePath, force }: Pick<RestoreRequest<unknown>, 'databasePath' | 'force'>) {
  const found = lstatSync(databasePath, { throwIfNoEntry: false });
  if (found === undefined) return;
  const name = basename(databasePath);
  if (!found.isFile())
    throw new StoreError(
      'database_in_the_way',
      `Restore · found a ${found.isSymbolicLink() ? 'symbolic link' : 'folder or device'} at ${name} · expected a database file, or nothing`,
      { hint: 'Nothing was changed. Set DB_PATH to the database file itself, then run this again.' },
    );
  if (force) return;
  throw new StoreError('database_in_the_way', `Restore · found a database at ${name} · expected none`, {
    hint: 'Add --force to replace it; the old database is kept in the same folder under another name.',
  });
}
