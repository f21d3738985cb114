import type { Kysely } from 'kysely';
import { executeAll } from './executeAll.ts';

/** What is not proven in the history and what settles it; what the model learned, and its forecasts. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await executeAll(database, statements);
}

const statements = [
  `CREATE TABLE ledger_finding (
    trader_id bigint NOT NULL,
    session_date TEXT NOT NULL,
    code TEXT NOT NULL,
    account TEXT NOT NULL,
    symbol TEXT NOT NULL,
    currency TEXT NOT NULL,
    weight TEXT NOT NULL,
    fills bigint NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (trader_id, session_date, code, account, symbol, currency)
  )`,
  'CREATE INDEX ledger_finding_by_session ON ledger_finding (session_date)',
  `CREATE TABLE incomplete_day (
    key TEXT NOT NULL,
    account TEXT NOT NULL,
    session_date TEXT NOT NULL,
    rows bigint NOT NULL,
    settled_rows bigint NOT NULL DEFAULT 0,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (session_date, account, key)
  )`,
  `CREATE TABLE acceptance (
    trader TEXT NOT NULL,
    session_date TEXT NOT NULL,
    reason TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    covers TEXT NOT NULL,
    PRIMARY KEY (session_date, trader)
  )`,
  `CREATE TABLE no_trading (
    session_date TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at TEXT NOT NULL
  )`,
  `CREATE TABLE corporate_action (
    session_date TEXT NOT NULL,
    symbol TEXT NOT NULL,
    action TEXT NOT NULL,
    ratio double precision,
    new_symbol TEXT,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (session_date, symbol, action)
  )`,
  `CREATE TABLE opening_position (
    session_date TEXT NOT NULL,
    account TEXT NOT NULL,
    symbol TEXT NOT NULL,
    ordinal bigint NOT NULL,
    quantity double precision NOT NULL,
    price double precision NOT NULL,
    currency TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (session_date, account, symbol, ordinal)
  )`,
  `CREATE TABLE exchange_rate (
    session_date TEXT NOT NULL,
    currency TEXT NOT NULL,
    rate double precision NOT NULL,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (session_date, currency)
  )`,
  `CREATE TABLE store_fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  )`,
  `CREATE TABLE symbol_prices (
    session_date TEXT PRIMARY KEY,
    prices TEXT NOT NULL
  )`,
  `CREATE TABLE learned_session (
    session_date TEXT PRIMARY KEY,
    ordinal bigint NOT NULL,
    sums bytea NOT NULL,
    residuals bytea NOT NULL,
    curve_regrets bytea NOT NULL,
    curve_cuts bytea NOT NULL,
    curve_deep_cuts bytea NOT NULL,
    detail TEXT NOT NULL,
    traders TEXT NOT NULL,
    model_id TEXT NOT NULL,
    gate TEXT,
    code_version TEXT NOT NULL,
    residual_traders TEXT,
    cut_outcomes bytea,
    cut_proof TEXT
  )`,
  `CREATE TABLE drawn_close (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    net_pnl double precision NOT NULL,
    PRIMARY KEY (session_date, trader)
  )`,
  `CREATE TABLE model (
    id TEXT PRIMARY KEY,
    trained_through TEXT,
    code_version TEXT NOT NULL,
    detail TEXT NOT NULL,
    pool bytea NOT NULL,
    stretches TEXT NOT NULL
  )`,
  `CREATE TABLE session_forecast (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    mean_pnl double precision NOT NULL,
    deviation double precision NOT NULL,
    value_at_risk_95 double precision NOT NULL,
    expected_shortfall_95 double precision NOT NULL,
    PRIMARY KEY (session_date, trader)
  )`,
  `CREATE TABLE sizing_forecast (
    session_date TEXT PRIMARY KEY,
    forecast TEXT NOT NULL
  )`,
  `CREATE TABLE drift_look (
    session_date TEXT PRIMARY KEY,
    look TEXT NOT NULL
  )`,
];
