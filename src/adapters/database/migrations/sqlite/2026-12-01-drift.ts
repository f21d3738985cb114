import { type Kysely, sql } from 'kysely';

/** The weekly looks at drift. The first morning after the upgrade makes the first one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE drift_look (
        session_date TEXT PRIMARY KEY,
        look TEXT NOT NULL
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(database);
}
