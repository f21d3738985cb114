import { type Kysely, sql } from 'kysely';

/** Tables for the web server: keys, signed-in browsers, answers not yet confirmed, and repeated writes. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  `CREATE TABLE access_key (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    scope TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    revoked_by TEXT,
    last_used_at TEXT
  ) STRICT`,
  `CREATE TABLE web_session (
    token_hash TEXT PRIMARY KEY,
    key_id TEXT NOT NULL REFERENCES access_key (id),
    opened_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
  ) STRICT`,
  // `kind`, `dollars` and `reason` are those of an answer in limit_event.
  `CREATE TABLE unconfirmed_answer (
    id INTEGER PRIMARY KEY,
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    kind TEXT NOT NULL,
    dollars REAL,
    reason TEXT,
    revision INTEGER NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    because TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX unconfirmed_answer_by_session ON unconfirmed_answer (session_date)',
  `CREATE TABLE idempotent_reply (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, key)
  ) STRICT, WITHOUT ROWID`,
];
