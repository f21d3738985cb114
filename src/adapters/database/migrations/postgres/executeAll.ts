import { type Kysely, sql } from 'kysely';

/**
 * Executes statements in order. `TEXT` in capitals is text that is compared by its bytes, as SQLite does,
 * whatever the collation of the database is.
 */
export async function executeAll(database: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements)
    await sql.raw(statement.replaceAll(/\bTEXT\b/g, 'text COLLATE "C"')).execute(database);
}
