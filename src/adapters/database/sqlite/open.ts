import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Driver from 'better-sqlite3';
import { Kysely } from 'kysely';
import { StoreError } from '../../../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../../../shared/fileKind.ts';
import { makeFolder } from '../../../shared/folders.ts';
import type { Database } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import type { Schema } from '../store/schema.ts';
import { waitingConnection } from '../waitingConnection.ts';
import { auditTables } from './auditedTables.ts';
import { headOfFile, noteAuditHead, readAuditHead } from './auditHead.ts';
import { createChangeCounter } from './changeCounter.ts';
import { type DeskGuard, requireNotVanished, requireSameDesk } from './deskGuard.ts';
import { requireIntact } from './integrity.ts';
import { migrate, migrationStatus } from './migrate.ts';
import {
  atOnePoint,
  inTransaction,
  isBusy,
  OneConnectionDialect,
  type SqliteTransaction,
  withConnection,
} from './oneConnection.ts';
import { persist } from './persist.ts';
import { readSchemaState } from './schemaDifferences.ts';
import { PreparedStatements } from './sqliteConnection.ts';
import { sqliteFillBlocks } from './sqliteFillBlocks.ts';
import { anyStoreErrorOf, storeErrorOf } from './storeError.ts';

/**
 * One SQLite file with one connection. Kysely owns the connection: a query, a statement, a piece of work and
 * a transaction each wait until an open transaction has ended, so no caller reads or joins the unfinished
 * work of another.
 */
export interface SqliteDatabase extends Database {
  /** What only SQLite has. Use it only inside `withConnection` or `transaction`. */
  readonly driver: Driver.Database;
  /** Runs work while no transaction is open. */
  withConnection<T>(work: (connection: SqlConnection) => T | Promise<T>): Promise<T>;
  transaction<T>(work: (transaction: SqliteTransaction) => Promise<T>): Promise<T>;
  /** Notes the head of the audit trail and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the database, creates it where there is none (readable by its owner only), and applies missing
 * migrations.
 * @param guard what is known of the desk; null: whichever database is there, such as a restored copy.
 * @throws StoreError where the file is not a database, is damaged, cannot be written, comes from a newer
 *   version, or is not the desk's own.
 */
export async function openDatabase(path: string, guard: DeskGuard | null = null): Promise<SqliteDatabase> {
  const driver = openDriver(path, guard);
  const statements = new PreparedStatements(driver);
  const queries = new Kysely<Schema>({ dialect: new OneConnectionDialect(statements) });
  const noteHead = headRecorder(driver);
  try {
    await migrate(queries, path);
    auditTables(driver);
    noteAuditHead(driver);
  } catch (error) {
    await queries.destroy();
    throw anyStoreErrorOf(error, `Database ${path}`);
  }
  return {
    dialect: 'sqlite',
    queries,
    driver,
    connection: waitingConnection('sqlite', (work) => withConnection(queries, statements, work)),
    withConnection: (work) => withConnection(queries, statements, work),
    snapshot: (reads) => atOnePoint(queries, statements, reads),
    transaction: (work) => inTransaction(queries, statements, work).finally(noteHead),
    traderTransaction: (_, work) => inTransaction(queries, statements, work).finally(noteHead),
    fillBlocks: sqliteFillBlocks(driver, (work) => withConnection(queries, statements, work)),
    headRecord: driver.memory ? null : { read: () => readAuditHead(path) },
    place: path,
    migrations: () => migrationStatus(queries),
    requireIntact: () => withConnection(queries, statements, () => requireIntact(driver)),
    bytes: async () => sizeOf(path),
    schemaDifferences: async () => (await readSchemaState(driver)).differences,
    persist: () => withConnection(queries, statements, () => void persist(driver)),
    runUnlessBusy: (sql, ...parameters) =>
      withConnection(queries, statements, (connection) =>
        withoutWaiting(driver, () => connection.run(sql, ...parameters)),
      ),
    changes: createChangeCounter(driver),
    storeErrorOf,
    // One host has the file.
    sharedClock: async () => null,
    get isOpen() {
      return driver.open;
    },
    close: () => closeDatabase(queries, driver, noteHead),
  };
}

/** The file with its journal; null for a database in memory. */
function sizeOf(path: string): number | null {
  const [main, journal] = [path, `${path}-wal`].map(
    (each) => statSync(each, { throwIfNoEntry: false })?.size,
  );
  return main === undefined ? null : main + (journal ?? 0);
}

/** A busy database is left as it is: the work is not needed. */
async function withoutWaiting(driver: Driver.Database, work: () => Promise<unknown>): Promise<void> {
  const waitMs = driver.pragma('busy_timeout', { simple: true });
  driver.pragma('busy_timeout = 0');
  try {
    await work();
  } catch (error) {
    if (!isBusy(error)) throw error;
  } finally {
    driver.pragma(`busy_timeout = ${Number(waitMs)}`);
  }
}

async function closeDatabase(
  queries: Kysely<Schema>,
  driver: Driver.Database,
  noteHead: () => void,
): Promise<void> {
  try {
    if (driver.open) await queries.connection().execute(async () => noteHead());
  } finally {
    await queries.destroy();
  }
}

/**
 * Records the head of the audit trail after each change, so that a database that loses its last entries is
 * noticed, even where its process is killed. The disk may be full: the old record stays true, and an error
 * here would report finished work as failed.
 */
function headRecorder(driver: Driver.Database): () => void {
  let recorded: number | null = null;
  return () => {
    try {
      // A transaction that has begun meanwhile records it at its own end.
      if (!driver.open || driver.inTransaction) return;
      const { sequence } = headOfFile(driver);
      if (sequence === recorded) return;
      noteAuditHead(driver);
      recorded = sequence;
    } catch {
      // The next transaction, closing or opening records it.
    }
  };
}

function openDriver(path: string, guard: DeskGuard | null): Driver.Database {
  try {
    if (guard !== null) requireNotVanished(path, guard);
    createPrivately(path);
    const driver = new Driver(path);
    keepPrivate(driver, path);
    try {
      requireSameDesk(driver, guard);
    } catch (error) {
      driver.close();
      throw error;
    }
    // SQLite accepts this setting only before the first page is written; pruning needs it. On an existing
    // file the statement would wait for a writer, and opening must not wait.
    if (driver.pragma('page_count', { simple: true }) === 0) driver.pragma('auto_vacuum = INCREMENTAL');
    driver.pragma('journal_mode = WAL');
    // Each commit is flushed: a power cut loses none. An import commits a few times, so its cost is not seen.
    driver.pragma('synchronous = FULL');
    driver.pragma('busy_timeout = 5000');
    driver.pragma('foreign_keys = ON');
    driver.pragma('cache_size = -16384');
    return driver;
  } catch (error) {
    throw anyStoreErrorOf(error, `Database ${path}`);
  }
}

/** Sets the mode before SQLite writes a byte; the -wal and -shm files inherit it. */
function createPrivately(path: string): void {
  if (path === ':memory:') return;
  const kind = fileKind(path);
  if (kind !== 'file' && kind !== 'nothing')
    throw new StoreError(
      'database_not_one',
      `Database ${path} · found ${KIND_WORDS[kind]} · expected a file`,
      {
        hint: 'Set DB_PATH to a file, or to a name that does not exist yet.',
      },
    );
  makeFolder(dirname(path));
  if (kind === 'nothing') closeSync(openSync(path, 'a', 0o600));
}

/** Only Daybreak's own database gets its mode back: another file at DB_PATH stays as it is. */
function keepPrivate(driver: Driver.Database, path: string): void {
  if (path === ':memory:') return;
  const own = driver.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'");
  if (driver.pragma('page_count', { simple: true }) === 0 || own.get() !== undefined) chmodSync(path, 0o600);
}
