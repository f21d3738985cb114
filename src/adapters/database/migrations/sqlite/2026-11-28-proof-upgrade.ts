import { type Kysely, sql, type Transaction } from 'kysely';

/**
 * Prepares the fills of an earlier version for what this one knows of them. It marks trader-days to be
 * computed again: those with a cancelled fill, an option or a future, whose P&L changes, and all of the last
 * sessions, in which the ledger has to look for findings. The next mail names the days that changed.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const through = await newestSession(transaction);
    if (through === null) return;
    await sql`INSERT INTO store_fact VALUES
      ('upgraded_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), ('upgraded_through', ${through}),
      ('upgraded_import', (SELECT coalesce(max(id), 0) FROM import_file))`.execute(transaction);
    await noteShortSides(transaction);
    await markChangedDays(transaction);
    await markRecentDays(transaction);
  });
}

/** A finding of an older session decides nothing. */
const RECENT_SESSIONS = 60;
const CANCELLED = /"\s*(?:CXLD|CANCELED|CANCELLED|BUSTED|DELETED|REJECTED)\s*"/i;
/**
 * The symbol of an option or a future. It may match others: computing a day again without need is harmless.
 */
const CONTRACT = /^[+\\/]|\d/;

async function newestSession(transaction: Transaction<unknown>): Promise<string | null> {
  const { rows } = await sql<{ through: string | null }>`
    SELECT max(session_date) AS through FROM (
      SELECT max(session_date) AS session_date FROM trader_day UNION ALL SELECT max(session_date) FROM fill_block)`.execute(
    transaction,
  );
  return rows[0]?.through ?? null;
}

/** A block's sides follow its doubles and integers, 32 bytes a fill: 1 is C and 3 is T. */
async function noteShortSides(transaction: Transaction<unknown>): Promise<void> {
  await sql`INSERT INTO store_fact SELECT 'has_short_sides', 'yes' WHERE EXISTS (
    SELECT 1 FROM fill_block WHERE instr(substr(numbers, 32 * fills + 1, fills), x'01') > 0
                                OR instr(substr(numbers, 32 * fills + 1, fills), x'03') > 0)`.execute(
    transaction,
  );
}

interface BlockTexts {
  readonly sessionDate: string;
  /** JSON from its beginning through the list of symbols, and from the list of statuses to its end. */
  readonly symbols: string;
  readonly statuses: string;
}

/**
 * Reads the symbols and statuses of the blocks, one account in memory at a time. The other texts are not
 * parsed.
 */
async function markChangedDays(transaction: Transaction<unknown>): Promise<void> {
  const accounts = await sql<{ id: number; traderId: number }>`
    SELECT id, trader_id AS traderId FROM account`.execute(transaction);
  for (const { id, traderId } of accounts.rows) {
    const blocks = await sql<BlockTexts>`
      SELECT session_date AS sessionDate, substr(texts, 1, instr(texts, '],"orderIds":[')) AS symbols,
             substr(texts, instr(texts, '"statuses":[')) AS statuses
        FROM fill_block WHERE account_id = ${id}`.execute(transaction);
    const pruned = await sql<{ sessionDate: string; symbols: string }>`
      SELECT session_date AS sessionDate, symbols FROM pruned_block WHERE account_id = ${id}`.execute(
      transaction,
    );
    const changed = [
      ...blocks.rows.filter(
        ({ symbols, statuses }) => hasContract(`${symbols}}`) || CANCELLED.test(statuses),
      ),
      // Such a day cannot be computed. Marked as stale it is named in the mail until its fills come again.
      ...pruned.rows.filter(({ symbols }) => hasContract(`{"symbols":${symbols}}`)),
    ];
    await mark(transaction, traderId, changed);
  }
}

function hasContract(json: string): boolean {
  const { symbols } = JSON.parse(json) as { readonly symbols: readonly unknown[] };
  return symbols.some((symbol) => CONTRACT.test(String(symbol)));
}

async function mark(
  transaction: Transaction<unknown>,
  traderId: number,
  days: readonly { readonly sessionDate: string }[],
): Promise<void> {
  const sessions = JSON.stringify(days.map(({ sessionDate }) => sessionDate));
  await sql`INSERT INTO stale_day (trader_id, session_date, late)
    SELECT trader_id, session_date, 1 FROM trader_day
     WHERE trader_id = ${traderId} AND session_date IN (SELECT value FROM json_each(${sessions}))
    ON CONFLICT DO UPDATE SET late = 1`.execute(transaction);
}

/** A day without its fills stays as it is: it would only be named as out of date. */
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
