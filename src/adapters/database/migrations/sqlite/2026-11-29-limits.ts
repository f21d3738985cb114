import { type Kysely, sql } from 'kysely';

/**
 * Tables for the limits on the platform: what was mailed, answered, set and read back, and overrides. A store
 * with mornings mailed before begins with unknown limits: the platform may hold any of them.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  // `trader` null: every trader. `revision`: of the decision that was mailed or answered.
  `CREATE TABLE limit_event (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    trader TEXT,
    session_date TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    dollars REAL,
    base_limit REAL,
    revision INTEGER,
    reason TEXT,
    recorded_by TEXT NOT NULL,
    through TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX limit_event_by_session ON limit_event (session_date)',
  `CREATE TABLE limit_override (
    id INTEGER PRIMARY KEY,
    trader TEXT NOT NULL,
    dollars REAL NOT NULL,
    first_session TEXT NOT NULL,
    last_session TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    base_limit REAL NOT NULL,
    recommended REAL,
    renewals INTEGER NOT NULL,
    approved_by TEXT,
    approved_at TEXT,
    ended_from TEXT,
    ended_by TEXT,
    ended_at TEXT
  ) STRICT`,
  // Whether the recipient is one of EMAIL_RECIPIENTS: only then does the mail change the limits in force.
  'ALTER TABLE outbox ADD COLUMN to_desk INTEGER NOT NULL DEFAULT 0',
  // The revision of the decision that the mail carries.
  'ALTER TABLE outbox ADD COLUMN revision INTEGER NOT NULL DEFAULT 0',
  `INSERT INTO limit_event (kind, session_date, recorded_at, recorded_by, through)
    SELECT 'unknown', last, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'daybreak', 'upgrade'
    FROM (SELECT max(session_date) AS last FROM decision) WHERE last IS NOT NULL`,
];
