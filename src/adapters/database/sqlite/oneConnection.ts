import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import type Driver from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Kysely,
  SqliteDialect,
  SqliteDriver,
  type Transaction,
} from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What the work inside a transaction uses: Kysely for readable queries, prepared statements for bulk paths.
 */
export interface StoreTransaction {
  readonly queries: Transaction<Schema>;
  /** @throws Error once the transaction has ended. */
  readonly driver: Driver.Database;
}

/** The stores whose transactions the current asynchronous task runs in, as long as each is open. */
const openTransactions = new AsyncLocalStorage<ReadonlySet<OpenTransaction>>();

interface OpenTransaction {
  readonly database: Driver.Database;
  isOpen: boolean;
}

/**
 * Kysely's SQLite dialect with three changes. A transaction takes the write lock when it begins, so nothing
 * can change between its first read and its first write. A rollback is skipped where SQLite has already
 * rolled back (a full or failing disk): a second one would throw and hide the cause. A task that is inside a
 * transaction cannot ask for the connection again: it would wait for itself.
 */
export class OneConnectionDialect extends SqliteDialect {
  readonly #database: Driver.Database;

  constructor(database: Driver.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new OneConnectionDriver(this.#database);
  }
}

/** How long a transaction waits for another process that writes. */
const LOCK_PATIENCE_MS = 5_000;
const LOCK_PAUSE_MS = 25;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

class OneConnectionDriver extends SqliteDriver {
  readonly #database: Driver.Database;

  constructor(database: Driver.Database) {
    super({ database });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const own = [...(openTransactions.getStore() ?? [])];
    if (own.some(({ database, isOpen }) => isOpen && database === this.#database))
      throw new Error(
        'a store was used inside its own transaction: use the transaction that the work was given',
      );
    return super.acquireConnection();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const until = Date.now() + LOCK_PATIENCE_MS;
    while (!(await this.#hasBegun(connection, Date.now() >= until))) await setTimeout(LOCK_PAUSE_MS);
  }

  /**
   * Tries once to take the write lock, without waiting for it inside SQLite: that wait would block the whole
   * process, and with it the answers of /health.
   */
  async #hasBegun(connection: DatabaseConnection, isLastTry: boolean): Promise<boolean> {
    const database = this.#database;
    const waitMs = database.pragma('busy_timeout', { simple: true });
    database.pragma('busy_timeout = 0');
    try {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
      return true;
    } catch (error) {
      if (isLastTry || !isBusy(error)) throw error;
      return false;
    } finally {
      database.pragma(`busy_timeout = ${Number(waitMs)}`);
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/**
 * Runs synchronous work with the driver while no transaction of this process is open on the store; waits
 * until then. Opens no transaction itself: each statement stands alone.
 * @returns what the work returns.
 */
export function withConnection<T>(queries: Kysely<Schema>, work: () => T): Promise<T> {
  return queries.connection().execute(async () => work());
}

/**
 * Runs several reads at one point in time, inside `withConnection`. Other processes can write meanwhile;
 * their changes are not seen.
 * @returns what the work returns.
 */
export function atOnePoint<T>(driver: Driver.Database, reads: () => T): T {
  driver.exec('BEGIN');
  try {
    return reads();
  } finally {
    driver.exec('COMMIT');
  }
}

/**
 * Runs work in one transaction: all that it writes is stored, or nothing. Other callers of the store wait
 * until the transaction has ended.
 * @returns what the work returns.
 * @throws whatever the work throws, after a rollback.
 */
export function inTransaction<T>(
  queries: Kysely<Schema>,
  driver: Driver.Database,
  work: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  return queries.transaction().execute(async (transaction) => {
    const own: OpenTransaction = { database: driver, isOpen: true };
    const all = new Set([...(openTransactions.getStore() ?? []), own]);
    try {
      return await openTransactions.run(all, () => work(handle(transaction, own)));
    } finally {
      own.isOpen = false;
    }
  });
}

function handle(queries: Transaction<Schema>, own: OpenTransaction): StoreTransaction {
  return {
    queries,
    get driver() {
      if (!own.isOpen) throw new Error('a transaction of the store was used after its end');
      return own.database;
    },
  };
}
