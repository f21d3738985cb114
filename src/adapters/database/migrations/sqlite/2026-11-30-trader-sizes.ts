import { type Kysely, sql } from 'kysely';

/** What sizes take from the forecast of a morning, by session. The next morning stores the first one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE sizing_forecast (
        session_date TEXT PRIMARY KEY,
        forecast TEXT NOT NULL
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(database);
}
