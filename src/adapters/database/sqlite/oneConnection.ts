import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import type Driver from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Kysely,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  type Transaction,
} from 'kysely';
import type { StoreTransaction } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { requireStorable } from '../storableText.ts';
import type { Schema } from '../store/schema.ts';
import { type PreparedStatements, SqliteConnection } from './sqliteConnection.ts';

/** What the work inside a transaction uses, with the driver for what only SQLite has. */
export interface SqliteTransaction extends StoreTransaction {
  /** @throws Error once the transaction has ended. */
  readonly driver: Driver.Database;
}

/** The stores that the current asynchronous task uses exclusively, as long as each piece of work is open. */
const openWork = new AsyncLocalStorage<ReadonlySet<OpenWork>>();

interface OpenWork {
  readonly database: Driver.Database;
  isOpen: boolean;
}

/**
 * Kysely's SQLite dialect with four changes. A statement is kept for the next query of the same text: to
 * prepare it takes longer than to execute it. A transaction takes the write lock when it begins, so nothing
 * can change between its first read and its first write. A rollback is skipped where SQLite has already
 * rolled back (a full or failing disk): a second one would throw and hide the cause. A task that is inside a
 * transaction, or that works with the connection, cannot ask for the connection again: it would wait for
 * itself.
 */
export class OneConnectionDialect extends SqliteDialect {
  readonly #statements: PreparedStatements;

  constructor(statements: PreparedStatements) {
    super({ database: statements.driver });
    this.#statements = statements;
  }

  override createDriver(): SqliteDriver {
    return new OneConnectionDriver(this.#statements);
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new StorableQueryCompiler();
  }
}

/** What Postgres refuses is refused here too. */
class StorableQueryCompiler extends SqliteQueryCompiler {
  protected override appendValue(parameter: unknown): void {
    if (typeof parameter === 'string') requireStorable(parameter);
    super.appendValue(parameter);
  }
}

/** How long a transaction waits for another process that writes. */
const LOCK_PATIENCE_MS = 5_000;
const LOCK_PAUSE_MS = 25;

/** Whether another process was writing. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

class OneConnectionDriver extends SqliteDriver {
  readonly #database: Driver.Database;

  constructor(statements: PreparedStatements) {
    const { driver } = statements;
    super({
      database: { close: () => driver.close(), prepare: (sql) => statements.of('objects', sql) },
    });
    this.#database = driver;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const own = [...(openWork.getStore() ?? [])];
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
 * Runs work with the connection while no transaction of this process is open on the store; waits until then.
 * Opens no transaction itself: each statement stands alone.
 * @returns what the work returns.
 */
export function withConnection<T>(
  queries: Kysely<Schema>,
  statements: PreparedStatements,
  work: (connection: SqlConnection) => T | Promise<T>,
): Promise<T> {
  return queries.connection().execute(() =>
    exclusively(statements.driver, async (own) => {
      const connection = new SqliteConnection(statements, () => requireOpen(own, 'connection'));
      return work(connection);
    }),
  );
}

/**
 * Runs several reads at one point in time. Other processes can write meanwhile; their changes are not seen.
 * @returns what the work returns.
 */
export function atOnePoint<T>(
  queries: Kysely<Schema>,
  statements: PreparedStatements,
  reads: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  return withConnection(queries, statements, async (connection) => {
    statements.driver.exec('BEGIN');
    try {
      return await reads(connection);
    } finally {
      if (statements.driver.inTransaction) statements.driver.exec('COMMIT');
    }
  });
}

/**
 * Runs work in one transaction: all that it writes is stored, or nothing. Other callers of the store wait
 * until the transaction has ended.
 * @returns what the work returns.
 * @throws whatever the work throws, after a rollback.
 */
export function inTransaction<T>(
  queries: Kysely<Schema>,
  statements: PreparedStatements,
  work: (transaction: SqliteTransaction) => Promise<T>,
): Promise<T> {
  return queries
    .transaction()
    .execute((transaction) =>
      exclusively(statements.driver, (own) => work(handle(transaction, statements, own))),
    );
}

/** Runs work whose tasks cannot ask for the connection again before it ends. */
async function exclusively<T>(database: Driver.Database, work: (own: OpenWork) => Promise<T>): Promise<T> {
  const own: OpenWork = { database, isOpen: true };
  const all = new Set([...(openWork.getStore() ?? []), own]);
  try {
    return await openWork.run(all, () => work(own));
  } finally {
    own.isOpen = false;
  }
}

function handle(
  queries: Transaction<Schema>,
  statements: PreparedStatements,
  own: OpenWork,
): SqliteTransaction {
  const connection = new SqliteConnection(statements, () => {
    requireOpen(own, 'transaction');
    // SQLite rolls back by itself on a full or failing disk. A later statement would be stored alone.
    if (!own.database.inTransaction) throw new Error('the transaction of the store was rolled back');
  });
  return {
    queries,
    connection,
    get driver() {
      requireOpen(own, 'transaction');
      return own.database;
    },
  };
}

function requireOpen(own: OpenWork, what: 'connection' | 'transaction'): void {
  if (!own.isOpen) throw new Error(`a ${what} of the store was used after its end`);
}
