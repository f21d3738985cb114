import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Driver from 'better-sqlite3';
import { Kysely } from 'kysely';
import { makeFolder } from '../../../shared/folders.ts';
import { auditTables } from './auditedTables.ts';
import { noteAuditHead } from './auditHead.ts';
import { StoreDialect } from './dialect.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { anyStoreErrorOf } from './storeError.ts';

/** One SQLite file: Kysely for queries that people read, the driver's prepared statements for the million-row paths. */
export interface Database {
  readonly queries: Kysely<Schema>;
  readonly driver: Driver.Database;
  close(): Promise<void>;
}

/**
 * Opens (or creates, readable by its owner only) the store and brings it to this version's shape.
 * @throws StoreError where the file is no database, is damaged, is not writable, or comes from a newer version.
 */
export async function openDatabase(path: string): Promise<Database> {
  const driver = openDriver(path);
  const queries = new Kysely<Schema>({ dialect: new StoreDialect(driver) });
  try {
    await migrate(queries, path);
    auditTables(driver);
    noteAuditHead(driver);
  } catch (error) {
    await queries.destroy();
    throw anyStoreErrorOf(error, `Database ${path}`);
  }
  return { queries, driver, close: () => closeDatabase({ queries, driver }) };
}

async function closeDatabase({ queries, driver }: Pick<Database, 'queries' | 'driver'>): Promise<void> {
  try {
    if (driver.open) noteAuditHead(driver);
  } catch {
    // On a full disk, say. The old note stays true, and the next opening moves it on; an error here would hide the one
    // that ended the work, or call work a failure that is done.
  } finally {
    await queries.destroy();
  }
}

/** Whether a store exists and holds fills, without creating one. */
export function databaseExists(path: string): boolean {
  return existsSync(path);
}

function openDriver(path: string): Driver.Database {
  try {
    createPrivately(path);
    const driver = new Driver(path);
    // Only before the first page is written can a file be told to shrink later; pruning does it. Told again, it would
    // wait for whoever writes, and opening must not.
    if (driver.pragma('page_count', { simple: true }) === 0) driver.pragma('auto_vacuum = INCREMENTAL');
    driver.pragma('journal_mode = WAL');
    // A power cut may lose the last commit, never the file; every step can be run again.
    driver.pragma('synchronous = NORMAL');
    driver.pragma('busy_timeout = 5000');
    driver.pragma('foreign_keys = ON');
    driver.pragma('cache_size = -16384');
    return driver;
  } catch (error) {
    throw anyStoreErrorOf(error, `Database ${path}`);
  }
}

/** The mode is set before SQLite writes a byte; its -wal and -shm files inherit it. */
function createPrivately(path: string): void {
  if (path === ':memory:') return;
  makeFolder(dirname(path));
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
