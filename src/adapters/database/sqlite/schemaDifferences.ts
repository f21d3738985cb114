import Driver from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { SchemaDifference } from '../database.ts';
import type { Schema } from '../store/schema.ts';
import { applyMigrations, migrationNames } from './migrate.ts';

export interface SchemaState {
  /** The migrations that the database has, oldest first; null where it has no table of them. */
  readonly migrations: readonly string[] | null;
  /** Those of them that this version does not know. */
  readonly unknown: readonly string[];
  /** Compared with what the known migrations leave; empty where `migrations` is null. */
  readonly differences: readonly SchemaDifference[];
}

interface SchemaObject {
  readonly object: string;
  readonly on: string;
  readonly columns: readonly string[];
  /** null where the text is not compared: Kysely writes the statements of its own tables. */
  readonly sql: string | null;
}

/** Statistics that `ANALYZE` writes. */
const STATISTICS = /^sqlite_stat\d$/;
const KYSELY = /^kysely_migration(?:_lock)?$/;

/**
 * Compares the schema of a database with the one that its migrations leave. A database of any earlier version
 * has fewer migrations, and is compared with the schema of that version.
 */
export async function readSchemaState(driver: Driver.Database): Promise<SchemaState> {
  const found = schemaOf(driver);
  if (!found.has('table kysely_migration')) return { migrations: null, unknown: [], differences: [] };
  const applied = driver.prepare<[], string>('SELECT name FROM kysely_migration ORDER BY name').pluck().all();
  const unknown = applied.filter((name) => !migrationNames.includes(name));
  const known = applied.filter((name) => migrationNames.includes(name));
  const gap = migrationNames.slice(0, known.length).find((name) => !known.includes(name));
  if (gap !== undefined)
    return {
      migrations: applied,
      unknown,
      differences: [
        { object: 'table kysely_migration', found: `no migration ${gap}, but later ones`, expected: gap },
      ],
    };
  const expected = await schemaAfter(known);
  const names = new Set([...expected.keys(), ...found.keys()]);
  const differences = [...names].flatMap((name) => differenceOf(name, found.get(name), expected.get(name)));
  return { migrations: applied, unknown, differences };
}

async function schemaAfter(names: readonly string[]): Promise<ReadonlyMap<string, SchemaObject>> {
  const driver = new Driver(':memory:');
  const queries = new Kysely<Schema>({ dialect: new SqliteDialect({ database: driver }) });
  try {
    await applyMigrations(queries, names);
    return schemaOf(driver);
  } finally {
    await queries.destroy();
  }
}

function schemaOf(driver: Driver.Database): ReadonlyMap<string, SchemaObject> {
  const rows = driver
    .prepare<[], { type: string; name: string; tbl_name: string; sql: string | null }>(
      'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type DESC, name',
    )
    .all();
  const objects = rows
    .filter(({ name }) => !STATISTICS.test(name))
    .map(({ type, name, tbl_name, sql }): [string, SchemaObject] => [
      `${type} ${name}`,
      {
        object: `${type} ${name}`,
        on: tbl_name,
        columns: type === 'table' ? columnsOf(driver, name) : [],
        sql: KYSELY.test(name) ? null : plainSql(sql ?? ''),
      },
    ]);
  return new Map(objects);
}

function columnsOf(driver: Driver.Database, table: string): readonly string[] {
  return driver
    .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) ORDER BY name')
    .pluck()
    .all(table);
}

/** Comments and layout have no meaning, and may differ between releases. */
function plainSql(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
    .trim();
}

function differenceOf(
  object: string,
  found: SchemaObject | undefined,
  expected: SchemaObject | undefined,
): readonly SchemaDifference[] {
  if (expected === undefined)
    return [{ object, found: `a ${placed(object, found)} that is not Daybreak's`, expected: 'none' }];
  if (found === undefined) return [{ object, found: `no ${object}`, expected: placed(object, expected) }];
  const extra = found.columns.filter((column) => !expected.columns.includes(column));
  const missing = expected.columns.filter((column) => !found.columns.includes(column));
  if (extra.length > 0)
    return [{ object, found: `columns that are not Daybreak's: ${extra.join(', ')}`, expected: 'none' }];
  if (missing.length > 0) return [{ object, found: 'fewer columns', expected: `also ${missing.join(', ')}` }];
  if (found.sql === expected.sql && found.on === expected.on) return [];
  return [{ object, found: 'another definition', expected: "Daybreak's own" }];
}

function placed(object: string, description: SchemaObject | undefined): string {
  const on = description?.on ?? '';
  return object.endsWith(` ${on}`) ? object : `${object} on ${on}`;
}
