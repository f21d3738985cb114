import { type Kysely, sql } from 'kysely';

/**
 * Tables for the web server: keys, signed-in browsers, answers not yet confirmed, and repeated writes. And
 * tables for shadow strategies: what each decided for a session, and what came of it.
 */
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
  // Either the engine of its cuts, or why the strategy did not decide. `digest` is the SHA-256 of its limits.
  `CREATE TABLE shadow_session (
    session_date TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    engine TEXT,
    failure TEXT,
    digest TEXT,
    decided_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (session_date, name, definition)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE shadow_decision (
    session_date TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    trader TEXT NOT NULL,
    base_limit REAL NOT NULL,
    recommended_limit REAL NOT NULL,
    recommended_pct REAL NOT NULL,
    shadow_limit REAL NOT NULL,
    shadow_pct REAL NOT NULL,
    PRIMARY KEY (session_date, name, definition, trader)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE shadow_score (
    session_date TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    trader_days INTEGER NOT NULL,
    differing_days INTEGER NOT NULL,
    effect_days INTEGER NOT NULL,
    estimated_days INTEGER NOT NULL,
    not_known_days INTEGER NOT NULL,
    desk_pnl REAL NOT NULL,
    difference REAL NOT NULL,
    regret_difference REAL NOT NULL,
    PRIMARY KEY (session_date, name, definition)
  ) STRICT, WITHOUT ROWID`,
];
