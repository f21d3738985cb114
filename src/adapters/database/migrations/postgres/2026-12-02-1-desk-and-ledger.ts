import type { Kysely } from 'kysely';
import { executeAll } from './executeAll.ts';

/** Roster, fills, and what the ledger computes of them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await executeAll(database, statements);
}

const statements = [
  `CREATE TABLE trader (
    id bigint PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    desk TEXT NOT NULL DEFAULT '',
    base_limit double precision,
    risk_capital double precision,
    active bigint NOT NULL DEFAULT 1
  )`,
  `CREATE TABLE account (
    id bigint PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    trader_id bigint NOT NULL REFERENCES trader (id),
    source_id TEXT,
    first_traded TEXT,
    last_traded TEXT
  )`,
  'CREATE INDEX account_by_trader ON account (trader_id)',
  `CREATE TABLE multiplier (
    pattern TEXT PRIMARY KEY,
    multiplier double precision NOT NULL
  )`,
  // One row for each account and session with fills: their number, and their symbols and currencies as JSON.
  `CREATE TABLE fill_block (
    account_id bigint NOT NULL REFERENCES account (id),
    session_date TEXT NOT NULL,
    fills bigint NOT NULL,
    symbols TEXT NOT NULL,
    currencies TEXT NOT NULL,
    PRIMARY KEY (account_id, session_date)
  )`,
  `CREATE TABLE pruned_block (
    account_id bigint NOT NULL REFERENCES account (id),
    session_date TEXT NOT NULL,
    fills bigint NOT NULL,
    fingerprint TEXT NOT NULL,
    symbols TEXT NOT NULL,
    pruned_at TEXT NOT NULL,
    PRIMARY KEY (account_id, session_date)
  )`,
  `CREATE TABLE source_total (
    account_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    gross_pnl double precision NOT NULL,
    fees double precision NOT NULL,
    net_pnl double precision NOT NULL,
    fills bigint NOT NULL,
    rows bigint,
    PRIMARY KEY (account_id, session_date)
  )`,
  `CREATE TABLE fetched_session (
    session_date TEXT PRIMARY KEY,
    fills bigint NOT NULL,
    fetched_at TEXT NOT NULL,
    totals_at TEXT
  )`,
  `CREATE TABLE import_file (
    id bigint PRIMARY KEY,
    file TEXT NOT NULL,
    key TEXT NOT NULL,
    format TEXT NOT NULL,
    read bigint NOT NULL,
    inserted bigint NOT NULL,
    duplicates bigint NOT NULL,
    rejected bigint NOT NULL,
    rejected_file TEXT,
    last_session TEXT,
    imported_at TEXT NOT NULL,
    unread_columns TEXT
  )`,
  `CREATE TABLE stale_day (
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    added bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    removed bigint NOT NULL DEFAULT 0,
    late bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (trader_id, session_date)
  )`,
  `CREATE TABLE open_lot (
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    ordinal bigint NOT NULL,
    account TEXT NOT NULL,
    symbol TEXT NOT NULL,
    quantity double precision NOT NULL,
    price double precision NOT NULL,
    opened_on TEXT NOT NULL,
    opened_at_second bigint,
    currency TEXT NOT NULL DEFAULT '',
    last_price double precision,
    PRIMARY KEY (trader_id, session_date, ordinal)
  )`,
  `CREATE TABLE trader_day (
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    gross_pnl double precision NOT NULL,
    fees double precision NOT NULL,
    net_pnl double precision NOT NULL,
    fills bigint NOT NULL,
    orders bigint NOT NULL,
    unknown_time_fills bigint NOT NULL,
    round_trips bigint NOT NULL,
    winning_trips bigint NOT NULL,
    losing_trips bigint NOT NULL,
    gross_win double precision NOT NULL,
    gross_loss double precision NOT NULL,
    largest_trip_loss double precision NOT NULL,
    shares double precision NOT NULL,
    notional double precision NOT NULL,
    symbols bigint NOT NULL,
    symbol_concentration double precision NOT NULL,
    half_hour_concentration double precision,
    first_fill_second bigint,
    last_fill_second bigint,
    morning_notional double precision NOT NULL,
    afternoon_notional double precision NOT NULL,
    morning_pnl double precision NOT NULL,
    overnight_notional double precision NOT NULL,
    median_hold_seconds_winners double precision,
    median_hold_seconds_losers double precision,
    entries_after_loss bigint NOT NULL,
    minutes_after_loss double precision NOT NULL,
    entries_otherwise bigint NOT NULL,
    minutes_otherwise double precision NOT NULL,
    mean_log_size_after_loss double precision,
    mean_log_size_after_win double precision,
    notional_added_below_cost double precision NOT NULL,
    best_running_pnl double precision,
    worst_running_pnl double precision,
    give_back double precision,
    last_opening_second bigint,
    PRIMARY KEY (trader_id, session_date)
  )`,
  'CREATE INDEX trader_day_by_session ON trader_day (session_date)',
  `CREATE TABLE low_water_marks (
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    marks TEXT NOT NULL,
    PRIMARY KEY (trader_id, session_date)
  )`,
  `CREATE TABLE open_exposure (
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    largest_net_long double precision,
    largest_net_short double precision,
    largest_gross double precision,
    steps bytea NOT NULL,
    PRIMARY KEY (trader_id, session_date)
  )`,
  'CREATE INDEX open_exposure_by_session ON open_exposure (session_date)',
  `CREATE TABLE revision (
    found_on TEXT NOT NULL,
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    net_before double precision,
    net_after double precision,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    removed bigint NOT NULL,
    reported_for TEXT,
    PRIMARY KEY (found_on, trader_id, session_date)
  )`,
];
