import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { PoolClient } from 'pg';
import { requireOutside } from './openTransactions.ts';
import { boundValue } from './placeholders.ts';
import type { ClientPool } from './pool.ts';
import { inTurn, PostgresConnection } from './postgresConnection.ts';
import { postgresErrorOf } from './postgresError.ts';

/**
 * Kysely over the pool of the store. A transaction takes its locks when it begins, as on SQLite. A task that
 * is inside a transaction cannot ask for another connection.
 */
export class PostgresStoreDialect implements Dialect {
  readonly #pool: ClientPool;
  readonly #store: object;
  readonly #locks: string;

  /** @param locks statements that wait for the locks of a transaction (locks.ts). */
  constructor(pool: ClientPool, store: object, locks: string) {
    this.#pool = pool;
    this.#store = store;
    this.#locks = locks;
  }

  createDriver(): Driver {
    return new PostgresStoreDriver(this.#pool, this.#store, this.#locks);
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(database);
  }
}

/**
 * The locks are the first thing that a transaction waits for, 5 seconds at most. They end with the
 * transaction, also where the process is killed.
 */
const BEGIN = "BEGIN; SET LOCAL lock_timeout = '5s'";

class PostgresStoreDriver implements Driver {
  readonly #pool: ClientPool;
  readonly #store: object;
  readonly #begin: string;

  constructor(pool: ClientPool, store: object, locks: string) {
    this.#pool = pool;
    this.#store = store;
    this.#begin = `${BEGIN}; ${locks}`;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    requireOutside(this.#store);
    return new ClientConnection(await this.#pool.connect(), this.#pool.where);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw(this.#begin));
    } catch (error) {
      // Kysely rolls back only what has begun. The transaction has, and waits for its end.
      await this.rollbackTransaction(connection);
      throw error;
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('COMMIT'));
  }

  /** A connection that ended has nothing to roll back, and its error must not hide the first one. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (!(connection instanceof ClientConnection)) return;
    try {
      await connection.executeQuery(CompiledQuery.raw('ROLLBACK'));
    } catch {
      connection.isBroken = true;
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof ClientConnection) connection.release();
  }

  /** The store ends its pool itself. */
  async destroy(): Promise<void> {}
}

/** One client of the pool, as Kysely uses it. */
export class ClientConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #where: string;
  readonly #use: ReturnType<typeof inTurn>;
  /** The pool must not lend the client again. */
  isBroken = false;

  constructor(client: PoolClient, where: string) {
    this.#client = client;
    this.#where = where;
    this.#use = inTurn(client);
  }

  /** The connection of one piece of work. `requireOpen` throws once that work has ended. */
  guarded(requireOpen: () => void): PostgresConnection {
    return new PostgresConnection(async (work) => {
      requireOpen();
      return this.#use(work);
    }, this.#where);
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const values = parameters.map(boundValue);
    try {
      const { rows, rowCount } = await this.#use((client) =>
        values.length === 0 ? client.query(sql) : client.query(sql, values),
      );
      return { rows: (rows ?? []) as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      throw postgresErrorOf(error, this.#where);
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('no query of the store is streamed');
  }

  release(): void {
    this.#client.release(this.isBroken);
  }
}
