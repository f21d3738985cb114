import type { Kysely } from 'kysely';
import { executeAll } from './executeAll.ts';

/** What each morning decides and mails, limits and overrides, shadow strategies, and the web server. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await executeAll(database, statements);
}

const statements = [
  `CREATE TABLE decision (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    engine TEXT NOT NULL,
    action TEXT NOT NULL,
    tier TEXT NOT NULL,
    base_limit double precision NOT NULL,
    new_limit double precision NOT NULL,
    reduction_pct double precision NOT NULL,
    confidence TEXT NOT NULL,
    detail TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    revision bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (session_date, trader)
  )`,
  `CREATE TABLE replaced_decision (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    engine TEXT NOT NULL,
    detail TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    revision bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (session_date, trader, replaced_at)
  )`,
  `CREATE TABLE morning_report (
    session_date TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    decided_at TEXT NOT NULL
  )`,
  `CREATE TABLE run_step (
    session_date TEXT NOT NULL,
    step TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts bigint NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT,
    owner TEXT,
    fence bigint,
    PRIMARY KEY (session_date, step)
  )`,
  `CREATE TABLE run_lease (
    session_date TEXT PRIMARY KEY,
    fence bigint NOT NULL,
    owner TEXT NOT NULL,
    acquired_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
  )`,
  `CREATE TABLE restored_backup (
    restored_at TEXT PRIMARY KEY,
    expired_mails bigint NOT NULL
  )`,
  `CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    session_date TEXT NOT NULL,
    kind TEXT NOT NULL,
    sequence bigint NOT NULL DEFAULT 0,
    code TEXT,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    bytes bytea NOT NULL,
    status TEXT NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    ambiguous_tries bigint NOT NULL DEFAULT 0,
    next_attempt_at TEXT,
    owner TEXT,
    fence bigint,
    claimed_at TEXT,
    expires_at TEXT NOT NULL,
    response TEXT,
    queued_at TEXT NOT NULL,
    settled_at TEXT,
    to_desk bigint NOT NULL DEFAULT 0,
    revision bigint NOT NULL DEFAULT 0
  )`,
  "CREATE UNIQUE INDEX outbox_identity ON outbox (session_date, kind, sequence, coalesce(code, ''), recipient)",
  `CREATE TABLE limit_event (
    id bigint PRIMARY KEY,
    kind TEXT NOT NULL,
    trader TEXT,
    session_date TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    dollars double precision,
    base_limit double precision,
    revision bigint,
    reason TEXT,
    recorded_by TEXT NOT NULL,
    through TEXT NOT NULL
  )`,
  'CREATE INDEX limit_event_by_session ON limit_event (session_date)',
  "CREATE UNIQUE INDEX limit_event_mailed ON limit_event (session_date, revision, trader) WHERE kind = 'mailed'",
  `CREATE TABLE limit_override (
    id bigint PRIMARY KEY,
    trader TEXT NOT NULL,
    dollars double precision NOT NULL,
    first_session TEXT NOT NULL,
    last_session TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    base_limit double precision NOT NULL,
    recommended double precision,
    renewals bigint NOT NULL,
    approved_by TEXT,
    approved_at TEXT,
    ended_from TEXT,
    ended_by TEXT,
    ended_at TEXT
  )`,
  `CREATE TABLE shadow_session (
    session_date TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    engine TEXT,
    failure TEXT,
    digest TEXT,
    decided_at TEXT NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (session_date, name, definition)
  )`,
  `CREATE TABLE shadow_decision (
    session_date TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    trader TEXT NOT NULL,
    base_limit double precision NOT NULL,
    recommended_limit double precision NOT NULL,
    recommended_pct double precision NOT NULL,
    shadow_limit double precision NOT NULL,
    shadow_pct double precision NOT NULL,
    PRIMARY KEY (session_date, name, definition, trader)
  )`,
  `CREATE TABLE shadow_score (
    session_date TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    trader_days bigint NOT NULL,
    differing_days bigint NOT NULL,
    effect_days bigint NOT NULL,
    estimated_days bigint NOT NULL,
    not_known_days bigint NOT NULL,
    desk_pnl double precision NOT NULL,
    difference double precision NOT NULL,
    regret_difference double precision NOT NULL,
    PRIMARY KEY (session_date, name, definition)
  )`,
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
  )`,
  `CREATE TABLE web_session (
    token_hash TEXT PRIMARY KEY,
    key_id TEXT NOT NULL REFERENCES access_key (id),
    opened_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
  )`,
  `CREATE TABLE unconfirmed_answer (
    id bigint PRIMARY KEY,
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    kind TEXT NOT NULL,
    dollars double precision,
    reason TEXT,
    revision bigint NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    because TEXT NOT NULL
  )`,
  'CREATE INDEX unconfirmed_answer_by_session ON unconfirmed_answer (session_date)',
  `CREATE TABLE idempotent_reply (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status bigint NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, key)
  )`,
];
