import { type Kysely, sql } from 'kysely';

/** What the model learns of each session, the models that were trained, and how the gate stood. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  // One row a session: sums for a refit, residuals, both engines' accounts. A morning reads the last ones, however many there are.
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
  // What was learned of a session and of all after it rests on its facts: when they change it goes, and is learned anew. Held
  // here, so that no way of changing facts can forget it.
  ...['INSERT', 'UPDATE', 'DELETE'].flatMap((event) =>
    ['trader_day', 'low_water_marks'].map(
      (table) => `CREATE TRIGGER unlearn_after_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
        BEGIN
          DELETE FROM learned_session WHERE session_date >= ${event === 'DELETE' ? 'OLD' : 'NEW'}.session_date;
        END`,
    ),
  ),
];
