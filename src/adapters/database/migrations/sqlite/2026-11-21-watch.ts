import { type Kysely, sql } from 'kysely';

/** Decisions that a correction or a forced second run has replaced. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE replaced_decision (
        session_date TEXT NOT NULL,
        trader TEXT NOT NULL,
        replaced_at TEXT NOT NULL,
        engine TEXT NOT NULL,
        detail TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        PRIMARY KEY (session_date, trader, replaced_at)
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(database);
}
