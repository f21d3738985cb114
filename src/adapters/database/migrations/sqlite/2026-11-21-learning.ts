import { type Kysely, sql } from 'kysely';

/** What the model learned of each session, the trained models, and the decisions of the gate. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  // One row per session: sums for a refit, residuals, scores of both engines. A morning reads the last rows
  // only.
  `CREATE TABLE learned_session (
    session_date TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL,
    sums BLOB NOT NULL,
    residuals BLOB NOT NULL,
    curve_regrets BLOB NOT NULL,
    curve_cuts BLOB NOT NULL,
    curve_deep_cuts BLOB NOT NULL,
    detail TEXT NOT NULL,
    traders TEXT NOT NULL,
    model_id TEXT NOT NULL,
    gate TEXT,
    code_version TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE model (
    id TEXT PRIMARY KEY,
    trained_through TEXT,
    code_version TEXT NOT NULL,
    detail TEXT NOT NULL,
    pool BLOB NOT NULL,
    stretches TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // A changed fact deletes what was learned of its session and of all later ones, so that they are learned
  // again. A trigger does it, so that no code can forget it.
  ...['INSERT', 'UPDATE', 'DELETE'].flatMap((event) =>
    ['trader_day', 'low_water_marks'].map(
      (table) => `CREATE TRIGGER unlearn_after_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
        BEGIN
          DELETE FROM learned_session WHERE session_date >= ${event === 'DELETE' ? 'OLD' : 'NEW'}.session_date;
        END`,
    ),
  ),
];
