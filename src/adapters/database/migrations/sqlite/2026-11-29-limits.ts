import { type Kysely, sql, type Transaction } from 'kysely';
import { type AuditHead, entryHash, GENESIS } from '../../auditChain.ts';
import { canonicalJson } from '../../canonicalJson.ts';

/**
 * Tables for the limits on the platform: what was mailed, answered, set and read back, and overrides. A store
 * with mornings mailed before begins with unknown limits: the platform may hold any of them.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
    await beginUnknown(transaction);
  });
}

const statements = [
  // `trader` null: every trader. `revision`: of the decision that was mailed or answered.
  `CREATE TABLE limit_event (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    trader TEXT,
    session_date TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    dollars REAL,
    base_limit REAL,
    revision INTEGER,
    reason TEXT,
    recorded_by TEXT NOT NULL,
    through TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX limit_event_by_session ON limit_event (session_date)',
  `CREATE TABLE limit_override (
    id INTEGER PRIMARY KEY,
    trader TEXT NOT NULL,
    dollars REAL NOT NULL,
    first_session TEXT NOT NULL,
    last_session TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    base_limit REAL NOT NULL,
    recommended REAL,
    renewals INTEGER NOT NULL,
    approved_by TEXT,
    approved_at TEXT,
    ended_from TEXT,
    ended_by TEXT,
    ended_at TEXT
  ) STRICT`,
  // null: computed by a version before this one, or no fill of known time opened a position. No limit was
  // known before this version, so nothing asks for it on those days.
  'ALTER TABLE trader_day ADD COLUMN last_opening_second INTEGER',
  // The close that a stopped day is learned with. It goes with its learned session.
  `CREATE TABLE drawn_close (
    session_date TEXT NOT NULL,
    trader TEXT NOT NULL,
    net_pnl REAL NOT NULL,
    PRIMARY KEY (session_date, trader)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER forget_drawn_closes AFTER DELETE ON learned_session
    BEGIN
      DELETE FROM drawn_close WHERE session_date = OLD.session_date;
    END`,
  // What was learned depends on the limit in force during each session.
  `CREATE TRIGGER unlearn_after_limit_event AFTER INSERT ON limit_event
    BEGIN
      DELETE FROM learned_session WHERE session_date >= NEW.session_date;
    END`,
  // Whether the recipient is one of EMAIL_RECIPIENTS: only then does the mail change the limits in force.
  'ALTER TABLE outbox ADD COLUMN to_desk INTEGER NOT NULL DEFAULT 0',
  // Mails of earlier versions name no change and put no limit in force. The last of them counts as mailed.
  'UPDATE outbox SET to_desk = 1',
  // The revision of the decision that the mail carries.
  'ALTER TABLE outbox ADD COLUMN revision INTEGER NOT NULL DEFAULT 0',
  // Which of several decisions of the session it is: 0 the morning's, then one for each correction.
  'ALTER TABLE decision ADD COLUMN revision INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE replaced_decision ADD COLUMN revision INTEGER NOT NULL DEFAULT 0',
  // Several recipients accept the same mail; it changes the limits once.
  "CREATE UNIQUE INDEX limit_event_mailed ON limit_event (session_date, revision, trader) WHERE kind = 'mailed'",
];

/**
 * Records that every limit is unknown since the first session decided for: nothing is known of what became
 * of the cuts mailed since. The triggers that audit the tables do not exist yet, so the migration writes the
 * audit entry too.
 */
async function beginUnknown(transaction: Transaction<unknown>): Promise<void> {
  const last = await sql<{ session: string | null; at: string }>`
    SELECT min(session_date) AS session, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS at FROM decision`.execute(
    transaction,
  );
  const { session = null, at = '' } = last.rows[0] ?? {};
  if (session === null) return;
  const { rows } = await sql<{ id: number }>`
    INSERT INTO limit_event (kind, session_date, recorded_at, recorded_by, through)
      VALUES ('unknown', ${session}, ${at}, 'daybreak', 'upgrade') RETURNING id`.execute(transaction);
  const body = {
    id: rows[0]?.id,
    event: 'unknown',
    trader: null,
    sessionDate: session,
    dollars: null,
    baseLimit: null,
    revision: null,
    reason: null,
    by: 'daybreak',
    through: 'upgrade',
  };
  await appendEntry(transaction, at, canonicalJson(body));
}

async function appendEntry(transaction: Transaction<unknown>, at: string, body: string): Promise<void> {
  const { rows } = await sql<AuditHead>`
    SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1`.execute(transaction);
  const head = rows[0] ?? GENESIS;
  const entry = { sequence: head.sequence + 1, at, kind: 'limit', subject: 'every trader', body };
  await sql`INSERT INTO audit_entry VALUES (${entry.sequence}, ${at}, ${entry.kind}, ${entry.subject}, ${body},
    ${head.hash}, ${entryHash(head.hash, entry)})`.execute(transaction);
}
