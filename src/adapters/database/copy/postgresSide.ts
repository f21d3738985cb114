import type { PoolClient } from 'pg';
import { StoreError } from '../../../shared/errors.ts';
import { shownAddress } from '../postgres/address.ts';
import { hasPostgresStore } from '../postgres/hasStore.ts';
import { loadFills } from '../postgres/loadFills.ts';
import { migrationNames } from '../postgres/migrate.ts';
import { openPostgres } from '../postgres/open.ts';
import { type ClientPool, createPool } from '../postgres/pool.ts';
import { inTurn, PostgresConnection } from '../postgres/postgresConnection.ts';
import { postgresFillBlocks } from '../postgres/postgresFillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { COPY_SCHEMA } from '../unfinishedCopy.ts';
import { targetInTheWay } from './copyErrors.ts';
import { publishSchema, withSearchPath } from './copySchema.ts';
import { type CopySide, type CopyTarget, isCopied, type TableShape } from './copySide.ts';
import { verifyCopy } from './verifyCopy.ts';

/**
 * Opens a Postgres database to be read, as of one point in time.
 * @throws StoreError where it has no store, or cannot be reached.
 */
export async function openPostgresSource(url: string): Promise<CopySide> {
  if (!(await hasPostgresStore(url)))
    throw new StoreError(
      'no_database',
      `Database ${shownAddress(url)} · found no desk · expected one to copy`,
      {
        hint: 'Check user, host and database of the address.',
      },
    );
  const { side, connection } = await sideOf(url);
  await connection.run('SET idle_in_transaction_session_timeout = 0');
  await connection.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  return side;
}

/**
 * Creates the tables to be filled in a schema of their own, or opens those that an earlier copy left.
 * @throws StoreError `database_in_the_way` where the database has tables already.
 */
export async function openPostgresTarget(url: string): Promise<CopyTarget> {
  const plain = await sideOf(url);
  const own = await ownSchema(plain.connection, plain.side.place).finally(() => plain.side.close());
  const copied = withSearchPath(url, COPY_SCHEMA);
  await (await openPostgres(copied)).close();
  const { side, connection } = await sideOf(copied);
  // Rows of the copy are no changes: they add no entry to the trail, and delete nothing that was learned.
  for (const table of await tablesOf(connection))
    await connection.run(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  return {
    ...side,
    saveFills: (key, fills) => blocks.save(connection, key, fills),
    async verify() {
      for (const table of await tablesOf(connection))
        await connection.run(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
      const database = await openPostgres(copied);
      await verifyCopy(database).finally(() => database.close());
    },
    async publish() {
      await publishSchema(connection, own);
      await side.close();
    },
  };
}

const blocks = postgresFillBlocks(async () => undefined);

/** The schema of the address, which must have no table. It creates the one of the copy. */
async function ownSchema(connection: SqlConnection, place: string): Promise<string> {
  const own = (await connection.value<string>('SELECT current_schema()')) ?? 'public';
  const other = await connection.value<string>(
    "SELECT relname FROM pg_class WHERE relnamespace = CAST(? AS regnamespace) AND relkind IN ('r', 'p', 'v') LIMIT 1",
    own,
  );
  if (other !== undefined)
    throw targetInTheWay(place, `the table ${other}`, 'Name an empty database, or drop this one first.');
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${COPY_SCHEMA}`);
  return own;
}

async function sideOf(
  url: string,
): Promise<{ readonly side: CopySide; readonly connection: PostgresConnection }> {
  const pool = createPool(url, { mostConnections: 1 });
  const client = await connected(pool);
  const connection = new PostgresConnection(inTurn(client), pool.where);
  let isOpen = true;
  const side: CopySide = {
    place: pool.where,
    connection,
    expectedMigrations: migrationNames,
    shapes: () => shapesOf(connection),
    migrations: () => connection.values<string>('SELECT name FROM kysely_migration ORDER BY name'),
    now: async () => (await connection.value<string>('SELECT daybreak_now()')) ?? '',
    loadFills: (key) => loadFills(connection, key, 'all'),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      client.release(true);
      await pool.end();
    },
  };
  return { side, connection };
}

async function connected(pool: ClientPool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function tablesOf(connection: SqlConnection): Promise<readonly string[]> {
  return connection.values<string>(
    `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        AND relkind IN ('r', 'p') ORDER BY relname COLLATE "C"`,
  );
}

async function shapesOf(connection: SqlConnection): Promise<readonly TableShape[]> {
  const rows = await connection.all<{ name: string; column: string; place: number | null }>(
    `SELECT relname AS name, attname AS column, array_position(CAST(indkey AS smallint[]), attnum) AS place
       FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
       LEFT JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
      WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND NOT relispartition
      ORDER BY relname COLLATE "C", attname COLLATE "C"`,
  );
  const names = [...new Set(rows.map(({ name }) => name))].filter(isCopied);
  return names.map((name) => {
    const own = rows.filter((row) => row.name === name);
    const key = own.filter(({ place }) => place !== null).sort((a, b) => Number(a.place) - Number(b.place));
    return { name, columns: own.map(({ column }) => column).sort(), key: key.map(({ column }) => column) };
  });
}
