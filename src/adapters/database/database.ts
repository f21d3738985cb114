import type { Kysely, Transaction } from 'kysely';
import type { StoreError } from '../../shared/errors.ts';
import type { AuditHead } from './auditChain.ts';
import type { FillBlocks } from './fillBlocks.ts';
import type { SqlConnection, SqlDialect, SqlParameters } from './sqlConnection.ts';
import type { Schema } from './store/schema.ts';

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
   * Stores all that the work writes, or nothing. It runs while no other transaction of the store does, in any
   * process: nothing changes between its first read and its first write.
   * @throws what the work throws, after a rollback; StoreError `database_locked` where others write for too
   *   long.
   */
  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;
  /**
   * As `transaction`, for work that writes only what belongs to one trader. Postgres runs such transactions
   * of different traders side by side; SQLite has one writer.
   */
  traderTransaction<T>(trader: string, work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;
  readonly fillBlocks: FillBlocks;
  /** The place outside the store where the head of its audit trail is recorded; null: it is not. */
  readonly headRecord: HeadRecord | null;
  /** Names the store in messages: the path of its file, or its address without the password. */
  readonly place: string;
  /**
   * Every migration of this version, oldest first, with the time when it was applied; null where it was not.
   */
  migrations(): Promise<readonly AppliedMigration[]>;
  /**
   * Checks every page of a SQLite file: a morning must not decide on damaged data. The server of Postgres
   * checks what it reads.
   * @throws StoreError `database_damaged` where a page is damaged.
   */
  requireIntact(): Promise<void>;
  /** What the store takes on its disk; null where that is not known. */
  bytes(): Promise<number | null>;
  /** Where the schema differs from the one that its migrations leave. */
  schemaDifferences(): Promise<readonly SchemaDifference[]>;
  /**
   * Makes what was committed independent of a log: SQLite copies its write-ahead log into the database file.
   * What concerns mails must survive the loss of that log, or a mail that was sent could be sent again.
   */
  persist(): Promise<void>;
  /** Executes an update that may be left out: it does not wait for another process that writes. */
  runUnlessBusy(sql: string, ...parameters: SqlParameters): Promise<void>;
  readonly changes: ChangeCounter;
  /**
   * The clock that all hosts of the store share; null: one host uses it, and its own clock counts. Leases end
   * by it, because the clocks of two hosts differ.
   */
  sharedClock(connection: SqlConnection): Promise<Date | null>;
  /** A StoreError for an error that the store's own driver threw; null for any other error. */
  storeErrorOf(error: unknown): StoreError | null;
  readonly isOpen: boolean;
  /** Ends the use of the store. */
  close(): Promise<void>;
}

export interface HeadRecord {
  /** null where there is none yet. */
  read(): AuditHead | 'unreadable' | null;
}

export interface AppliedMigration {
  readonly name: string;
  readonly appliedAt: Date | null;
}

/** A table, index, trigger or view that is not as the migrations of the database leave it. */
export interface SchemaDifference {
  /** Type and name, `table outbox`. */
  readonly object: string;
  readonly found: string;
  readonly expected: string;
}

/** Says whether a store has changed. */
export interface ChangeCounter {
  /**
   * Differs after a commit of another connection, of this process or another one. SQLite reads it from the
   * file, without waiting for a transaction of this process.
   */
  others(connection: SqlConnection): Promise<string>;
  /** Rows that this connection has changed; 0 where `others` covers the own changes too. */
  own(): number;
}
