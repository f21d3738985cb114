import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { openDatabase } from '../../../../src/adapters/database/sqlite/open.ts';
import { asSuperuser, emptyPostgres, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

/** Column → type, by table. The types of SQLite are given in those of Postgres. */
type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fills are blocks of bytes in SQLite and rows in Postgres. */
const ONLY_SQLITE = ['fill_block.numbers', 'fill_block.texts', 'fill_block.identities'];
const ONLY_POSTGRES = ['fill', 'fill_block.symbols', 'fill_block.currencies'];

const typeOf: Readonly<Record<string, string>> = {
  INTEGER: 'bigint',
  REAL: 'double precision',
  TEXT: 'text',
  BLOB: 'bytea',
};

async function sqliteTables(): Promise<Tables> {
  const { driver, close } = await openDatabase(':memory:');
  const rows = driver
    .prepare<[], { table: string; name: string; type: string; notnull: number; pk: number }>(
      `SELECT m.name AS "table", c.name, c.type, c."notnull", c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'kysely%'`,
    )
    .all()
    .filter(({ table, name }) => !ONLY_SQLITE.includes(`${table}.${name}`));
  await close();
  return byTable(
    rows.map(({ table, name, type, notnull, pk }) => [
      table,
      name,
      typeOf[type] ?? type,
      notnull === 1 || pk > 0,
    ]),
  );
}

async function postgresTables(url: string): Promise<Tables> {
  const store = await openPostgres(url);
  onTestFinished(() => store.close());
  const rows = await store.connection.rows<[string, string, string, string]>(
    `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
       JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'kysely%'`,
  );
  return byTable(
    rows
      .filter(
        ([table, name]) => !ONLY_POSTGRES.includes(table) && !ONLY_POSTGRES.includes(`${table}.${name}`),
      )
      .map(([table, name, type, nullable]) => [table, name, type, nullable === 'NO']),
  );
}

function byTable(columns: readonly (readonly [string, string, string, boolean])[]): Tables {
  const tables: Record<string, Record<string, string>> = {};
  for (const [table, name, type, required] of columns)
    tables[table] = { ...tables[table], [name]: required ? `${type} not null` : type };
  return tables;
}

describe.skipIf(!hasPostgres)('the schema on Postgres', () => {
  it('has the tables and columns that SQLite has', async () => {
    expect(await postgresTables(await emptyPostgres())).toEqual(await sqliteTables());
  });

  it('compares every text by its bytes', async () => {
    const others = await asSuperuser(
      `SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
          AND table_name NOT LIKE 'kysely%'`,
      await temporaryPostgres(),
    );
    expect(others).toEqual([]);
  });

  it('is made once where several hosts start at once', async () => {
    const url = await emptyPostgres();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url)));
    for (const store of stores) onTestFinished(() => store.close());
    const names = await stores[0]!.connection.values<string>(
      'SELECT name FROM kysely_migration ORDER BY name',
    );
    expect(names).toEqual([...new Set(names)]);
    expect(names).toHaveLength(5);
  });

  it('of a newer version is refused', async () => {
    const url = await temporaryPostgres();
    const store = await openPostgres(url);
    onTestFinished(() => store.close());
    await store.connection.run(
      "INSERT INTO kysely_migration (name, timestamp) VALUES ('2099-01-01-later', '2099')",
    );
    await expect(openPostgres(url)).rejects.toMatchObject({ code: 'migration_failed' });
  });
});
