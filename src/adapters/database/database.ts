import type { Kysely, Transaction } from 'kysely';
import type { SqlConnection, SqlDialect } from './sqlConnection.ts';
import type { Schema } from './sqlite/schema.ts';

/** What the work inside a transaction uses. @throws Error once the transaction has ended. */
export interface StoreTransaction {
  /** Queries that people read. */
  readonly queries: Transaction<Schema>;
  /** Statements of bulk and point reads and writes. */
  readonly connection: SqlConnection;
}

/**
 * A store that both dialects implement. A query, a statement and a piece of work each see either nothing or
 * all of a transaction. Work never uses the store itself, only what it is given: it would wait for itself,
 * and throws instead.
 */
export interface Database {
  readonly dialect: SqlDialect;
  /** Queries that people read. A query opens no transaction. */
  readonly queries: Kysely<Schema>;
  /** Each statement stands alone, and waits for its turn. */
  readonly connection: SqlConnection;
  /** Runs several statements on one connection. Opens no transaction: each statement stands alone. */
  withConnection<T>(work: (connection: SqlConnection) => T | Promise<T>): Promise<T>;
  /** Runs reads that see the store at one point in time, whatever other processes write meanwhile. */
  snapshot<T>(reads: (connection: SqlConnection) => Promise<T>): Promise<T>;
  /**
   * Stores all that the work writes, or nothing. One transaction of a store runs at a time, in all processes:
   * nothing changes between its first read and its first write.
   * @throws what the work throws, after a rollback; StoreError `database_locked` where others write for too
   *   long.
   */
  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;
  /** Ends the use of the store. */
  close(): Promise<void>;
}
