import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newestBackup } from '../adapters/backup/newestBackup.ts';
import type { Database } from '../adapters/database/database.ts';
import { shownAddress } from '../adapters/database/postgres/address.ts';
import { hasPostgresStore } from '../adapters/database/postgres/hasStore.ts';
import { openPostgres } from '../adapters/database/postgres/open.ts';
import { requireNotVanished } from '../adapters/database/sqlite/deskGuard.ts';
import { openDatabase } from '../adapters/database/sqlite/open.ts';
import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
import type { Config } from '../config/config.ts';
import { StoreError } from '../shared/errors.ts';
import { withBackupHint } from './backupHint.ts';

/** The file in which this host records the head of the audit trail of a Postgres server. */
export function serverHeadPath(dbPath: string): string {
  return join(dirname(dbPath), 'postgres.audit-head');
}

/** The settings that open a desk's database: its place, that of its backups, and the base currency. */
export type DeskFiles = Pick<Config, 'dbPath' | 'databaseUrl' | 'backupDir' | 'baseCurrency'>;

/** Where the database of a desk is: at DATABASE_URL, or else at DB_PATH. */
type DeskPlace = Pick<DeskFiles, 'dbPath' | 'databaseUrl'>;

/** Names the database in messages: the path of the file, or the address without its password. */
export function placeOf({ dbPath, databaseUrl }: DeskPlace): string {
  return databaseUrl === null ? dbPath : shownAddress(databaseUrl);
}

/**
 * Opens the database of the desk; creates a SQLite file on a new desk only.
 * @throws StoreError `database_vanished` where the file was deleted, emptied or replaced. The hint of an
 * error
 *   that only a restore can solve names the newest good backup.
 */
export async function openDeskDatabase({ dbPath, databaseUrl, backupDir }: DeskFiles): Promise<Database> {
  if (databaseUrl !== null) return openPostgres(databaseUrl, serverHeadPath(dbPath));
  try {
    return await openDatabase(dbPath, { newestBackup: await newestBackup(backupDir) });
  } catch (error) {
    throw await withBackupHint(backupDir, anyStoreErrorOf(error, `Database ${dbPath}`));
  }
}

/**
 * Whether the desk has a database. False on a new desk only.
 * @throws StoreError `database_vanished` where a file is gone, and something of it remained.
 */
export async function hasDatabase({
  dbPath,
  databaseUrl,
  backupDir,
}: DeskPlace & Pick<DeskFiles, 'backupDir'>): Promise<boolean> {
  if (databaseUrl !== null) return hasPostgresStore(databaseUrl);
  if ((statSync(dbPath, { throwIfNoEntry: false })?.size ?? 0) > 0) return true;
  try {
    requireNotVanished(dbPath, { newestBackup: await newestBackup(backupDir) });
    return false;
  } catch (error) {
    throw await withBackupHint(backupDir, anyStoreErrorOf(error, `Database ${dbPath}`));
  }
}

/** The error of a command that reads where there is nothing to read. */
export function noDatabase(desk: DeskPlace): StoreError {
  const setting = desk.databaseUrl === null ? 'DB_PATH' : 'DATABASE_URL';
  return new StoreError('no_database', `Database ${placeOf(desk)} · found none · expected one to read`, {
    hint: `Check ${setting}. On a new desk, import fills or run a morning first: both create it.`,
  });
}
