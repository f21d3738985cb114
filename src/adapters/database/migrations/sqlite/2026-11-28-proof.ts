import { type Kysely, sql } from 'kysely';

/**
 * Tables for what is not proven in the history, and for what settles it: findings of the ledger, incomplete
 * days, acceptances, corporate actions, opening positions and exchange rates.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  `CREATE TABLE ledger_finding (
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    code TEXT NOT NULL,
    account TEXT NOT NULL,
    symbol TEXT NOT NULL,
    currency TEXT NOT NULL,
    weight TEXT NOT NULL,
    fills INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (trader_id, session_date, code, account, symbol, currency)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX ledger_finding_by_session ON ledger_finding (session_date)',
  // The key names the stream: a file, or the source that fetches. `rows` could not be read; another stream
  // brought `settled_rows` of them.
  `CREATE TABLE incomplete_day (
    key TEXT NOT NULL,
    account TEXT NOT NULL,
    session_date TEXT NOT NULL,
    rows INTEGER NOT NULL,
    settled_rows INTEGER NOT NULL DEFAULT 0,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (session_date, account, key)
  ) STRICT, WITHOUT ROWID`,
  // `covers`: JSON of the P&L and the doubts as they were accepted. Others withhold the trader again.
  `CREATE TABLE acceptance (
    trader TEXT NOT NULL,
    session_date TEXT NOT NULL,
    reason TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    covers TEXT NOT NULL,
    PRIMARY KEY (session_date, trader)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE no_trading (
    session_date TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // It takes effect at the open of the session. \`ratio\`: new shares for one old share.
  `CREATE TABLE corporate_action (
    session_date TEXT NOT NULL,
    symbol TEXT NOT NULL,
    action TEXT NOT NULL,
    ratio REAL,
    new_symbol TEXT,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (session_date, symbol, action)
  ) STRICT, WITHOUT ROWID`,
  // The position of an account in a symbol at the open of the session, in lots. It replaces what the ledger
  // carries.
  `CREATE TABLE opening_position (
    session_date TEXT NOT NULL,
    account TEXT NOT NULL,
    symbol TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    quantity REAL NOT NULL,
    price REAL NOT NULL,
    currency TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (session_date, account, symbol, ordinal)
  ) STRICT, WITHOUT ROWID`,
  // Base currency for one unit of the currency.
  `CREATE TABLE exchange_rate (
    session_date TEXT NOT NULL,
    currency TEXT NOT NULL,
    rate REAL NOT NULL,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (session_date, currency)
  ) STRICT, WITHOUT ROWID`,
  "ALTER TABLE open_lot ADD COLUMN currency TEXT NOT NULL DEFAULT ''",
  // The last price seen for the lot; null: its own.
  'ALTER TABLE open_lot ADD COLUMN last_price REAL',
  // Rows of the source's report behind the total: each is rounded to the cent. null: an earlier version
  // stored it.
  'ALTER TABLE source_total ADD COLUMN rows INTEGER',
  // The session whose mail named the revision; null: no mail has. Mornings before this version named those
  // that were found before the last one.
  'ALTER TABLE revision ADD COLUMN reported_for TEXT',
  `UPDATE revision SET reported_for = found_on
    WHERE found_on < (SELECT coalesce(max(session_date), '') FROM decision)`,
  // JSON list of the numeric columns of the file that were not read.
  'ALTER TABLE import_file ADD COLUMN unread_columns TEXT',
  // Facts about the source and the store, by name: has_short_sides, upgraded_at, upgraded_through (a
  // session), upgraded_import (the last import before the upgrade), base_currency.
  `CREATE TABLE store_fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
];
