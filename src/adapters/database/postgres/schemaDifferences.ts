import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type { SchemaDifference } from '../database.ts';
import type { Schema } from '../store/schema.ts';
import { createSchema } from './migrate.ts';
import { createPool } from './pool.ts';

/** Definition by object, such as `table outbox` or `trigger audit_entry_never_changes`. */
type Objects = ReadonlyMap<string, string>;

/** It exists only inside a transaction that is rolled back. */
const SCRATCH = 'daybreak_scratch';

/**
 * Compares the tables, columns, indexes, functions and triggers of a database with those that the migrations
 * of this version make. They make them once more, in a schema of its own that is never committed.
 * Partitions of fills are left out, and what other programs keep in schemas of their own.
 */
export async function schemaDifferences(url: string): Promise<readonly SchemaDifference[]> {
  const pool = createPool(url, { mostConnections: 1 });
  const queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { found, expected } = await readBoth(queries);
    const names = [...new Set([...expected.keys(), ...found.keys()])].sort();
    return names.flatMap((object) => differenceOf(object, found.get(object), expected.get(object)));
  } finally {
    await queries.destroy();
  }
}

/** Ends a transaction without an error of its own. */
class RolledBack extends Error {
  constructor(readonly objects: { readonly found: Objects; readonly expected: Objects }) {
    super('the scratch schema is not kept');
  }
}

async function readBoth(queries: Kysely<Schema>) {
  const { rows } = await sql<{ schema: string }>`SELECT current_schema() AS schema`.execute(queries);
  const own = rows[0]?.schema ?? 'public';
  try {
    return await queries.transaction().execute(async (transaction) => {
      const found = await objectsOf(transaction, own);
      await sql.raw(`CREATE SCHEMA ${SCRATCH}; SET LOCAL search_path = ${SCRATCH}`).execute(transaction);
      await createSchema(transaction);
      throw new RolledBack({ found, expected: await objectsOf(transaction, SCRATCH) });
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.objects;
    throw error;
  }
}

/** The definitions of a schema's objects, without the name of the schema. */
async function objectsOf(transaction: Transaction<Schema>, schema: string): Promise<Objects> {
  const { rows } = await sql<{ object: string; definition: string }>`
    WITH own AS (
      SELECT c.oid, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ${schema} AND NOT c.relispartition AND c.relname NOT LIKE 'kysely%')
    SELECT CASE WHEN relkind = 'v' THEN 'view ' ELSE 'table ' END || relname AS object,
           string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), collname,
                      CASE WHEN attnotnull THEN 'not null' END, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attname)
             || coalesce((SELECT pg_get_viewdef(own.oid)), '') AS definition
      FROM own JOIN pg_attribute ON attrelid = own.oid AND attnum > 0 AND NOT attisdropped
      LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum
      LEFT JOIN pg_collation ON pg_collation.oid = attcollation
     WHERE relkind IN ('r', 'p', 'v') GROUP BY own.oid, relname, relkind
    UNION ALL
    SELECT 'index ' || own.relname, pg_get_indexdef(own.oid) FROM own WHERE relkind IN ('i', 'I')
    UNION ALL
    SELECT 'constraint ' || conname || ' on ' || relname, pg_get_constraintdef(pg_constraint.oid)
      FROM pg_constraint JOIN own ON own.oid = conrelid
    UNION ALL
    SELECT 'trigger ' || tgname || ' on ' || relname, pg_get_triggerdef(pg_trigger.oid) || CAST(tgenabled AS text)
      FROM pg_trigger JOIN own ON own.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function ' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
           pg_get_functiondef(p.oid) || coalesce(obj_description(p.oid, 'pg_proc'), '')
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ${schema}`.execute(
    transaction,
  );
  return new Map(rows.map(({ object, definition }) => [object, definition.replaceAll(`${schema}.`, '')]));
}

function differenceOf(
  object: string,
  found: string | undefined,
  expected: string | undefined,
): readonly SchemaDifference[] {
  if (expected === undefined)
    return [{ object, found: `a ${object} that is not Daybreak's`, expected: 'none' }];
  if (found === undefined) return [{ object, found: `no ${object}`, expected: object }];
  return found === expected ? [] : [{ object, found: 'another definition', expected: "Daybreak's own" }];
}
