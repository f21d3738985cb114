import { chmod } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '../../shared/errors.ts';
import { sha256Of } from './checksum.ts';
import { type Backup, type BackupPlace, keepBackup } from './keepBackup.ts';
import { type Manifest, type RowCounts, readManifest } from './manifest.ts';

/** What the store on Postgres does for its backups. */
export interface DumpTools {
  /** Names the database in errors, without its password. */
  readonly where: string;
  /** Writes the database to a file. */
  dump(to: string): Promise<Manifest>;
  /**
   * Restores a dump into a database of its own and compares it with what is expected of it.
   * @param where begins the message of an error.
   * @throws DaybreakError where the dump is not good.
   */
  check(file: string, where: string, expected: RowCounts | null): Promise<void>;
}

/**
 * Makes one verified backup of a Postgres database that may be in use, then removes old backups.
 * @throws StoreError with the reason; no file is left then.
 */
export function createDumpBackup(place: BackupPlace, { where, dump, check }: DumpTools): Promise<Backup> {
  return keepBackup(place, 'postgres', where, async (_, packed) => {
    const manifest = await dump(packed);
    await chmod(packed, 0o600);
    await check(packed, `Backup ${basename(packed)}`, manifest.rows);
    return { ...manifest, sha256: await sha256Of(packed) };
  });
}

/**
 * Checks a dump by restoring it.
 * @param tools null: this desk has no server that could restore it.
 * @throws DaybreakError where it is not good.
 */
export async function checkDump(file: string, tools: DumpTools | null): Promise<void> {
  const where = `Backup ${basename(file)}`;
  if (tools === null)
    throw new InputError(
      'backup_other_store',
      `${where} · found a dump of Postgres · expected a backup of a SQLite file`,
      { hint: 'Set DATABASE_URL: a dump is checked and restored on its server.' },
    );
  await tools.check(file, where, (await readManifest(file))?.rows ?? null);
}
