import { type Kysely, sql } from 'kysely';

/** Leases of mornings, claims of mails, and the queued report: what a restarted run needs to continue. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  // The row stays after the run: its fence must continue to grow.
  `CREATE TABLE run_lease (
    session_date TEXT PRIMARY KEY,
    fence INTEGER NOT NULL,
    owner TEXT NOT NULL,
    acquired_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  'ALTER TABLE run_step ADD COLUMN owner TEXT',
  'ALTER TABLE run_step ADD COLUMN fence INTEGER',
  // The report without its decisions, which have rows of their own.
  `CREATE TABLE morning_report (
    session_date TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    decided_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  'CREATE TABLE restored_backup (restored_at TEXT PRIMARY KEY, expired_mails INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  // A new table, because SQLite cannot widen a key: a session may have more than one correction.
  `CREATE TABLE owned_outbox (
    id INTEGER PRIMARY KEY,
    session_date TEXT NOT NULL,
    kind TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
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
    settled_at TEXT,
    UNIQUE (session_date, kind, sequence, recipient)
  ) STRICT`,
  `INSERT INTO owned_outbox
     (id, session_date, kind, recipient, message_id, bytes, status, attempts, expires_at, response, queued_at, settled_at)
   SELECT id, session_date, kind, recipient, message_id, bytes, status, attempts, expires_at, response, queued_at, settled_at
   FROM outbox`,
  'DROP TABLE outbox',
  'ALTER TABLE owned_outbox RENAME TO outbox',
];
