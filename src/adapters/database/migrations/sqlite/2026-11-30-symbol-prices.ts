import { type Kysely, sql } from 'kysely';

/**
 * High, low and last price of each symbol by session, for sizes. A morning fills the last 60 sessions from
 * the stored fills; sessions whose fills were removed before stay without.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE symbol_prices (
        session_date TEXT PRIMARY KEY,
        prices TEXT NOT NULL
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(database);
}
