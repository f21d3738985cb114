import type { SqlConnection } from '../sqlConnection.ts';
import { COPY_SCHEMA } from '../unfinishedCopy.ts';
import { PROGRESS_TABLE } from './copySide.ts';

/** An address whose connections use the tables of a schema. */
export function withSearchPath(url: string, schema: string): string {
  const address = new URL(url);
  const options = address.searchParams.get('options');
  address.searchParams.set('options', `${options === null ? '' : `${options} `}-c search_path=${schema}`);
  // A plus sign would stay one: the driver decodes only percent signs.
  return address.toString().replaceAll('+', '%20');
}

interface Movable {
  readonly kind: string;
  readonly object: string;
}

/** Moves everything of a finished copy into the schema of the desk, in one transaction. */
export async function publishSchema(connection: SqlConnection, own: string): Promise<void> {
  await connection.run('BEGIN');
  await connection.run(`DROP TABLE ${PROGRESS_TABLE}`);
  const objects = await connection.all<Movable>(
    `SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind, relname AS object FROM pg_class
      WHERE relnamespace = CAST(? AS regnamespace) AND relkind IN ('r', 'p', 'v')
     UNION ALL
     SELECT 'FUNCTION', quote_ident(proname) || '(' || pg_get_function_identity_arguments(oid) || ')' FROM pg_proc
      WHERE pronamespace = CAST(? AS regnamespace)`,
    ...[COPY_SCHEMA, COPY_SCHEMA],
  );
  for (const { kind, object } of objects)
    await connection.run(`ALTER ${kind} ${COPY_SCHEMA}.${object} SET SCHEMA "${own.replaceAll('"', '""')}"`);
  await connection.run(`DROP SCHEMA ${COPY_SCHEMA}`);
  await connection.run('COMMIT');
}
