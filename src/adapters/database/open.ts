import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Driver from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { StoreError } from '../../errors.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';

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
  const queries = new Kysely<Schema>({ dialect: new SqliteDialect({ database: driver }) });
  try {
    await migrate(queries, path);
  } catch (error) {
    await queries.destroy();
    throw error;
  }
  return { queries, driver, close: () => queries.destroy() };
}

/** Whether a store exists and holds fills, without creating one. */
export function databaseExists(path: string): boolean {
  return existsSync(path);
}

function openDriver(path: string): Driver.Database {
  try {
    createPrivately(path);
    const driver = new Driver(path);
    // Only before the first page is written can a file be told to shrink later; pruning does it.
    driver.pragma('auto_vacuum = INCREMENTAL');
    driver.pragma('journal_mode = WAL');
    // A power cut may lose the last commit, never the file; every step can be run again.
    driver.pragma('synchronous = NORMAL');
    driver.pragma('busy_timeout = 5000');
    driver.pragma('foreign_keys = ON');
    driver.pragma('cache_size = -16384');
    return driver;
  } catch (error) {
    throw unusable(path, error);
  }
}

/** The mode is set before SQLite writes a byte; its -wal and -shm files inherit it. */
function createPrivately(path: string): void {
  if (path === ':memory:') return;
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function unusable(path: string, cause: unknown): StoreError {
  const code = (cause as { code?: string }).code ?? 'unknown error';
  return new StoreError(
    'database_unusable',
    `Database ${basename(path)}: ${code}; expected a SQLite file that can be written`,
    {
      hint:
        code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT'
          ? 'The file is not a database or is damaged: move it away and restore a copy.'
          : 'Check DB_PATH, the folder, its owner, and the free space.',
      retryable: code === 'SQLITE_BUSY',
      cause,
    },
  );
}
