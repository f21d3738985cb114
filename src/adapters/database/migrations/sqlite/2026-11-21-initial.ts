import { type Kysely, sql } from 'kysely';

/** The first schema of the store. Never change the SQL of a released migration: add a later one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  // The roster: who trades, with what limit, through which accounts.
  `CREATE TABLE trader (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    desk TEXT NOT NULL DEFAULT '',
    base_limit REAL,
    risk_capital REAL,
    active INTEGER NOT NULL DEFAULT 1
  ) STRICT`,
  `CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    trader_id INTEGER NOT NULL REFERENCES trader (id),
    source_id TEXT,
    first_traded TEXT,
    last_traded TEXT
  ) STRICT`,
  'CREATE INDEX account_by_trader ON account (trader_id)',
  'CREATE TABLE multiplier (pattern TEXT PRIMARY KEY, multiplier REAL NOT NULL) STRICT, WITHOUT ROWID',

  // One row per account and session: numbers by column, texts as JSON. The ledger reads, and a correction
  // replaces, all fills of an account and session. A million rows would cost a hundred times as much.
  `CREATE TABLE fill_block (
    account_id INTEGER NOT NULL REFERENCES account (id),
    session_date TEXT NOT NULL,
    fills INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    texts TEXT NOT NULL,
    identities TEXT NOT NULL,
    UNIQUE (account_id, session_date)
  ) STRICT`,
  // What is kept of a pruned block: it identifies the fills if they arrive again, and the days that cannot be
  // computed.
  `CREATE TABLE pruned_block (
    account_id INTEGER NOT NULL REFERENCES account (id),
    session_date TEXT NOT NULL,
    fills INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    symbols TEXT NOT NULL,
    pruned_at TEXT NOT NULL,
    PRIMARY KEY (account_id, session_date)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE source_total (
    account_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    gross_pnl REAL NOT NULL,
    fees REAL NOT NULL,
    net_pnl REAL NOT NULL,
    fills INTEGER NOT NULL,
    PRIMARY KEY (account_id, session_date)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE fetched_session (
    session_date TEXT PRIMARY KEY,
    fills INTEGER NOT NULL,
    fetched_at TEXT NOT NULL,
    totals_at TEXT
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE import_file (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    key TEXT NOT NULL,
    format TEXT NOT NULL,
    read INTEGER NOT NULL,
    inserted INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    rejected_file TEXT,
    last_session TEXT,
    imported_at TEXT NOT NULL
  ) STRICT`,

  // What the ledger computes. Here: days to compute, with the number of fills that changed. `late` is 1 where
  // the session had been fetched whole before those fills arrived.
  `CREATE TABLE stale_day (
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    added INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    late INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (trader_id, session_date)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE open_lot (
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    account TEXT NOT NULL,
    symbol TEXT NOT NULL,
    quantity REAL NOT NULL,
    price REAL NOT NULL,
    opened_on TEXT NOT NULL,
    opened_at_second INTEGER,
    PRIMARY KEY (trader_id, session_date, ordinal)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE trader_day (
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    gross_pnl REAL NOT NULL,
    fees REAL NOT NULL,
    net_pnl REAL NOT NULL,
    fills INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    unknown_time_fills INTEGER NOT NULL,
    round_trips INTEGER NOT NULL,
    winning_trips INTEGER NOT NULL,
    losing_trips INTEGER NOT NULL,
    gross_win REAL NOT NULL,
    gross_loss REAL NOT NULL,
    largest_trip_loss REAL NOT NULL,
    shares REAL NOT NULL,
    notional REAL NOT NULL,
    symbols INTEGER NOT NULL,
    symbol_concentration REAL NOT NULL,
    half_hour_concentration REAL,
    first_fill_second INTEGER,
    last_fill_second INTEGER,
    morning_notional REAL NOT NULL,
    afternoon_notional REAL NOT NULL,
    morning_pnl REAL NOT NULL,
    overnight_notional REAL NOT NULL,
    median_hold_seconds_winners REAL,
    median_hold_seconds_losers REAL,
    entries_after_loss INTEGER NOT NULL,
    minutes_after_loss REAL NOT NULL,
    entries_otherwise INTEGER NOT NULL,
    minutes_otherwise REAL NOT NULL,
    mean_log_size_after_loss REAL,
    mean_log_size_after_win REAL,
    notional_added_below_cost REAL NOT NULL,
    best_running_pnl REAL,
    worst_running_pnl REAL,
    give_back REAL,
    PRIMARY KEY (trader_id, session_date)
  ) STRICT, WITHOUT ROWID`,
  // Stored apart from the facts: the marks are most of the bytes, and a morning reads few of them.
  `CREATE TABLE low_water_marks (
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    marks TEXT NOT NULL,
    PRIMARY KEY (trader_id, session_date)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX trader_day_by_session ON trader_day (session_date)',
  // Trader-days that late fills changed; found_on is the newest session that was stored then.
  `CREATE TABLE revision (
    found_on TEXT NOT NULL,
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    net_before REAL,
    net_after REAL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (found_on, trader_id, session_date)
  ) STRICT, WITHOUT ROWID`,

  // What each morning decided, did and mailed.
  `CREATE TABLE decision (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    engine TEXT NOT NULL,
    action TEXT NOT NULL,
    tier TEXT NOT NULL,
    base_limit REAL NOT NULL,
    new_limit REAL NOT NULL,
    reduction_pct REAL NOT NULL,
    confidence TEXT NOT NULL,
    detail TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (session_date, trader)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE run_step (
    session_date TEXT NOT NULL,
    step TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT,
    PRIMARY KEY (session_date, step)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    session_date TEXT NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    expires_at TEXT NOT NULL,
    response TEXT,
    queued_at TEXT NOT NULL,
    settled_at TEXT,
    UNIQUE (session_date, kind, recipient)
  ) STRICT`,
];
