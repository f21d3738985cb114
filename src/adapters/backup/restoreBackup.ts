import { existsSync } from 'node:fs';
import { link, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import { inWorkFolder, type RowCounts, readManifest } from './backupFiles.ts';
import { refuseWhileInUse } from './inUse.ts';
import { checkHash, unpack } from './verifyBackup.ts';

export interface RestoreRequest<T> {
  readonly file: string;
  readonly databasePath: string;
  /** Although there is a database in the way. */
  readonly force: boolean;
  readonly now: Date;
  readonly progress: Progress;
  /** Brings the restored file up to date before it is put in place, and leaves a note of its audit trail beside it. */
  readonly prepare: (restored: { readonly path: string; readonly sha256: string }) => Promise<T>;
}

export interface Restored<T> {
  readonly prepared: T;
  readonly rows: RowCounts;
  /** Where the database that was there is now; null where there was none. */
  readonly movedAside: string | null;
}

/**
 * Puts a backup in place of the database: checked, unpacked and prepared beside it, then renamed over it. At every
 * moment there is a whole database under the name, and the old one is never deleted.
 * @throws InputError or StoreError; the database is then as it was.
 */
export async function restoreBackup<T>(request: RestoreRequest<T>): Promise<Restored<T>> {
  const { file, databasePath, now, progress } = request;
  if (existsSync(databasePath) && !request.force) throw inTheWay(databasePath);
  const sha256 = await checkHash(file);
  refuseWhileInUse(databasePath, now);
  return inWorkFolder(dirname(databasePath), now, async (folder) => {
    const path = join(folder, basename(databasePath));
    const rows = await unpack(file, path, await readManifest(file), progress);
    const prepared = await request.prepare({ path, sha256 });
    // Looked at again, since unpacking takes its time and a morning may have begun.
    refuseWhileInUse(databasePath, now);
    return { prepared, rows, movedAside: await swap(path, databasePath, now) };
  });
}

/** What else SQLite and the audit trail keep beside a database; a journal of the old one would be read into the new. */
const NOTE = '.audit-head';
const BESIDE = ['-wal', '-shm', '-journal', NOTE] as const;

async function swap(restored: string, databasePath: string, now: Date): Promise<string | null> {
  const aside = `${databasePath}.before-restore-${now.toISOString().replace(/[:.]/g, '-')}`;
  const wasThere = existsSync(databasePath);
  for (const suffix of BESIDE)
    if (existsSync(databasePath + suffix)) await rename(databasePath + suffix, aside + suffix);
  if (wasThere) await secondName(databasePath, aside);
  if (existsSync(restored + NOTE)) await rename(restored + NOTE, databasePath + NOTE);
  await rename(restored, databasePath);
  return wasThere ? aside : null;
}

/** A second name first, so that the first always has a database; disks without second names get a plain move. */
async function secondName(path: string, aside: string): Promise<void> {
  await link(path, aside).catch((error: NodeJS.ErrnoException) => {
    if (!noSecondNames.has(error.code)) throw error;
    return rename(path, aside);
  });
}

const noSecondNames: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

function inTheWay(databasePath: string): StoreError {
  return new StoreError(
    'database_in_the_way',
    `Restore · found a database at ${basename(databasePath)} · expected none`,
    {
      hint: 'Add --force to put the backup in its place; the database is kept beside it under another name.',
    },
  );
}
