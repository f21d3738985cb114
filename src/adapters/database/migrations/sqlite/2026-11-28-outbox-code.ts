import { type Kysely, sql } from 'kysely';

/**
 * Gives each mail a code, so that a session can have one alert for each error code. The code is null for
 * mails that have none. The table is built again because SQLite cannot change a UNIQUE constraint.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const kept = `id, session_date, kind, sequence, recipient, message_id, bytes, status, attempts, ambiguous_tries,
  next_attempt_at, owner, fence, claimed_at, expires_at, response, queued_at, settled_at`;

const statements = [
  `CREATE TABLE coded_outbox (
    id INTEGER PRIMARY KEY,
    session_date TEXT NOT NULL,
    kind TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    ambiguous_tries INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT,
    owner TEXT,
    fence INTEGER,
    claimed_at TEXT,
    expires_at TEXT NOT NULL,
    response TEXT,
    queued_at TEXT NOT NULL,
    settled_at TEXT
  ) STRICT`,
  `INSERT INTO coded_outbox (${kept}) SELECT ${kept} FROM outbox`,
  'DROP TABLE outbox',
  'ALTER TABLE coded_outbox RENAME TO outbox',
  // Two nulls are different values in a unique index. The empty text makes two mails without a code equal.
  `CREATE UNIQUE INDEX outbox_identity ON outbox (session_date, kind, sequence, coalesce(code, ''), recipient)`,
];
