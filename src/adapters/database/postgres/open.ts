import { Kysely, PostgresDialect } from 'kysely';
import { StoreError } from '../../../shared/errors.ts';
import type { Database, StoreTransaction } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import type { Schema } from '../store/schema.ts';
import { createHeadRecorder } from './headRecorder.ts';
import { LOCK_STORE, lockTrader } from './locks.ts';
import { migrate, migrationStatus } from './migrate.ts';
import { duringTransaction, requireOpen, requireOutside } from './openTransactions.ts';
import { type ClientPool, createPool } from './pool.ts';
import { PostgresConnection } from './postgresConnection.ts';
import { ClientConnection, PostgresStoreDialect } from './postgresDialect.ts';
import { postgresFillBlocks } from './postgresFillBlocks.ts';
import { schemaDifferences } from './schemaDifferences.ts';

/** Reads run side by side, and so do transactions of different traders; of the others, one at a time. */
const MOST_CONNECTIONS = 6;

/**
 * Opens a Postgres database and applies missing migrations. Any number of processes on any number of hosts
 * can have it open.
 * @param url `postgres://user:password@host:5432/database`; it may hold a password and is never shown.
 * @param headFile where this host records the head of the audit trail; null: nowhere.
 * @throws ConfigurationError where the address cannot be read; StoreError where the server cannot be reached
 *   or refuses, or the database comes from a newer version.
 */
export async function openPostgres(url: string, headFile: string | null = null): Promise<Database> {
  await migrateAt(url);
  const store = {};
  const pool = createPool(url, { mostConnections: MOST_CONNECTIONS });
  const queriesWith = (locks: string) =>
    new Kysely<Schema>({ dialect: new PostgresStoreDialect(pool, store, locks) });
  const queries = queriesWith(LOCK_STORE);
  const use = clientUser(pool, store);
  const inTurn = oneAtATime();
  const connection = new PostgresConnection(use, pool.where);
  const head = headFile === null ? null : createHeadRecorder(headFile, connection);
  await head?.note();
  const transaction: Database['transaction'] = (work) => {
    requireOutside(store);
    return inTurn(() => inTransaction(queries, store, work)).finally(() => head?.note());
  };
  let isOpen = true;
  return {
    dialect: 'postgres',
    queries,
    connection,
    withConnection: (work) => withConnection(pool, store, work),
    snapshot: (reads) => snapshot(pool, store, reads),
    transaction,
    traderTransaction: async (trader, work) => {
      requireOutside(store);
      return inTransaction(queriesWith(lockTrader(trader)), store, work).finally(() => head?.noteSoon());
    },
    fillBlocks: postgresFillBlocks((work) => transaction((open) => work(open.connection))),
    schemaDifferences: () => schemaDifferences(url),
    headRecord: head,
    place: pool.where,
    migrations: () => migrationStatus(queries),
    // The server checks what it reads.
    requireIntact: async () => undefined,
    bytes: async () =>
      (await connection.value<number>('SELECT pg_database_size(current_database())')) ?? null,
    // A commit returns when the server has flushed it.
    persist: async () => undefined,
    runUnlessBusy: async (sql, ...parameters) => void (await connection.run(sql, ...parameters)),
    changes: {
      // Another text after each commit of a transaction that wrote, this process's own included.
      others: async (own) => (await own.value<string>('SELECT CAST(pg_current_snapshot() AS text)')) ?? '',
      own: () => 0,
    },
    // Every error of the driver is a StoreError already.
    storeErrorOf: (error) => (error instanceof StoreError ? error : null),
    sharedClock,
    get isOpen() {
      return isOpen;
    },
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await head?.note();
      await queries.destroy();
      await pool.end();
    },
  };
}

/**
 * Simulated time has no server that keeps it: `?options=-c daybreak.clock=host` at the end of the address
 * makes leases end by the clock of the caller.
 */
async function sharedClock(connection: SqlConnection): Promise<Date | null> {
  const now = await connection.value<string | null>(
    "SELECT CASE WHEN current_setting('daybreak.clock', true) = 'host' THEN NULL ELSE daybreak_now() END",
  );
  return now == null ? null : new Date(now);
}

/** Migrations use one connection, and no write lock: theirs is Kysely's, for which they wait. */
async function migrateAt(url: string): Promise<void> {
  const pool = createPool(url, { mostConnections: 1 });
  const queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(queries, pool.where);
  } finally {
    await queries.destroy();
  }
}

function clientUser(pool: ClientPool, store: object): ConstructorParameters<typeof PostgresConnection>[0] {
  return async (work) => {
    requireOutside(store);
    const client = await pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  };
}

async function withConnection<T>(
  pool: ClientPool,
  store: object,
  work: (connection: SqlConnection) => T | Promise<T>,
): Promise<T> {
  requireOutside(store);
  const client = new ClientConnection(await pool.connect(), pool.where);
  const own = { isOpen: true };
  try {
    return await work(client.guarded(() => requireOpen(own, 'connection')));
  } finally {
    own.isOpen = false;
    client.release();
  }
}

function snapshot<T>(
  pool: ClientPool,
  store: object,
  reads: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  return withConnection(pool, store, async (connection) => {
    await connection.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      return await reads(connection);
    } finally {
      await connection.run('COMMIT');
    }
  });
}

function inTransaction<T>(
  queries: Kysely<Schema>,
  store: object,
  work: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  return queries.transaction().execute(async (transaction) => {
    const client = await transaction.getExecutor().provideConnection(async (held) => {
      if (!(held instanceof ClientConnection))
        throw new Error('a transaction has a connection of its own kind');
      return held;
    });
    return duringTransaction(store, (own) =>
      work({ queries: transaction, connection: client.guarded(() => requireOpen(own, 'transaction')) }),
    );
  });
}

/**
 * Transactions that exclude each other wait here, not on the server: each would keep a connection while it
 * waits.
 */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
