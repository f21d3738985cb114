import { type Kysely, sql, type Transaction } from 'kysely';

/**
 * Tables for stress tests: what was open within each day, the forecast of each trader for a session, and the
 * traders of a learned session's residuals. It marks the last sessions to be computed again from their stored
 * fills, so that their exposure is known. The next ledger update does it, trader by trader: one that was
 * interrupted goes on with the traders that are left.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
    await markRecentDays(transaction);
  });
}

/** A stress test looks at so many sessions. */
const RECENT_SESSIONS = 60;

const statements = [
  // Stored apart from the facts: a morning reads none of it.
  `CREATE TABLE open_exposure (
    trader_id INTEGER NOT NULL,
    session_date TEXT NOT NULL,
    largest_net_long REAL,
    largest_net_short REAL,
    largest_gross REAL,
    steps BLOB NOT NULL,
    PRIMARY KEY (trader_id, session_date)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX open_exposure_by_session ON open_exposure (session_date)',
  `CREATE TABLE session_forecast (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    mean_pnl REAL NOT NULL,
    deviation REAL NOT NULL,
    value_at_risk_95 REAL NOT NULL,
    expected_shortfall_95 REAL NOT NULL,
    PRIMARY KEY (session_date, trader)
  ) STRICT, WITHOUT ROWID`,
  // JSON: the trader of each residual. Null in sessions that an earlier version learned.
  'ALTER TABLE learned_session ADD COLUMN residual_traders TEXT',
];

/** A day whose fills were pruned keeps its facts: its exposure stays unknown. */
async function markRecentDays(transaction: Transaction<unknown>): Promise<void> {
  await sql`INSERT INTO stale_day (trader_id, session_date, late)
    SELECT trader_id, session_date, 1 FROM trader_day
     WHERE session_date IN (SELECT DISTINCT session_date FROM trader_day ORDER BY session_date DESC
                             LIMIT ${sql.lit(RECENT_SESSIONS)})
       AND NOT EXISTS (SELECT 1 FROM account JOIN pruned_block ON account_id = account.id
                        WHERE account.trader_id = trader_day.trader_id
                          AND pruned_block.session_date = trader_day.session_date)
    ON CONFLICT DO UPDATE SET late = 1`.execute(transaction);
}
