import type { MultiplierRule, RosterEntry } from '../../../domain/roster/roster.ts';
import type { MultiplierEdit, RosterChange, TraderEdit } from '../../../domain/roster/rosterChange.ts';
import { InputError } from '../../../shared/errors.ts';
import type { Database, StoreTransaction } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { upsertSql } from '../upsertSql.ts';
import { markChangedContracts } from './changedContracts.ts';
import { addAccount, addTrader, findAccount, traderOf } from './identifiers.ts';
import { auditMultiplier, auditTrader, type Signature } from './rosterAudit.ts';
import { ownerOf, storedTrader } from './rosterFacts.ts';

/**
 * Stores changes of traders within the caller's transaction, marks the sessions of moved accounts as stale,
 * and records each change in the audit trail. The result does not depend on the order of the changes: every
 * trader is stored before the first account moves.
 * @returns each trader who is named, and each who lost an account.
 * @throws InputError `account_pruned` for an account whose old fills were pruned.
 */
export async function applyTraderChanges(
  transaction: StoreTransaction,
  changes: readonly RosterChange[],
  signature: Signature,
): Promise<readonly TraderEdit[]> {
  const { connection } = transaction;
  const named = changes.map(({ trader }) => trader);
  const owners: string[] = [];
  for (const code of changes.flatMap(({ accounts }) => accounts ?? [])) {
    const owner = await ownerOf(connection, code);
    if (owner !== undefined) owners.push(owner);
  }
  const touched = [...new Set([...named, ...owners])];
  const before = await storedTraders(connection, touched);
  for (const change of changes) await upsertTrader(connection, change);
  for (const { trader, accounts } of changes)
    for (const code of accounts ?? [])
      await moveAccount(connection, code, await traderOf(connection, trader));
  for (const trader of touched) if (!named.includes(trader)) await removeIfEmpty(connection, trader);
  const after = await storedTraders(connection, touched);
  const edits = touched.map((trader, index) => ({
    trader,
    before: before[index] ?? null,
    after: after[index] ?? null,
  }));
  for (const edit of edits) await auditTrader(transaction, edit, signature);
  return edits;
}

async function storedTraders(
  connection: SqlConnection,
  names: readonly string[],
): Promise<readonly (RosterEntry | null)[]> {
  const traders: (RosterEntry | null)[] = [];
  for (const name of names) traders.push(await storedTrader(connection, name));
  return traders;
}

const RULES = 'SELECT pattern, multiplier FROM multiplier ORDER BY pattern';
const SAVE_RULE = upsertSql('multiplier', ['pattern'], ['multiplier']);

/** Stores a multiplier within the caller's transaction, marks the days of its symbols, and records it. */
export async function applyMultiplier(
  transaction: StoreTransaction,
  { fillBlocks }: Pick<Database, 'fillBlocks'>,
  { pattern, multiplier }: MultiplierRule,
  signature: Signature,
): Promise<MultiplierEdit> {
  const { connection } = transaction;
  const before = await connection.all<MultiplierRule>(RULES);
  const known = before.find((rule) => rule.pattern === pattern);
  const edit = { pattern, before: known?.multiplier ?? null, after: multiplier };
  if (edit.before === edit.after) return edit;
  await connection.run(SAVE_RULE, { pattern, multiplier });
  const after = await connection.all<MultiplierRule>(RULES);
  await markChangedContracts(connection, fillBlocks, before, after);
  await auditMultiplier(transaction, edit, signature);
  return edit;
}

async function upsertTrader(connection: SqlConnection, change: RosterChange): Promise<void> {
  await addTrader(connection, change.trader);
  const columns = {
    desk: change.desk,
    base_limit: change.baseLimit,
    risk_capital: change.riskCapital,
    active: change.active === undefined ? undefined : Number(change.active),
  };
  for (const [column, value] of Object.entries(columns))
    if (value !== undefined)
      await connection.run(`UPDATE trader SET ${column} = ? WHERE name = ?`, value, change.trader);
}

/** Marks the trader who gains the account and the one who loses it: the ledger computes both again. */
async function moveAccount(connection: SqlConnection, code: string, toTrader: number): Promise<void> {
  const account = await findAccount(connection, code);
  if (account === undefined) {
    await addAccount(connection, code, toTrader);
    return;
  }
  if (account.traderId === toTrader) return;
  await refuseIfPruned(connection, code, account.id, toTrader);
  await markTraderStale(connection, account.traderId);
  await connection.run('UPDATE account SET trader_id = ? WHERE id = ?', toTrader, account.id);
  await markTraderStale(connection, toTrader);
}

async function markTraderStale(connection: SqlConnection, trader: number): Promise<void> {
  await connection.run(
    `INSERT INTO stale_day (trader_id, session_date)
     SELECT DISTINCT trader_id, session_date FROM fill_block JOIN account ON account.id = account_id
      WHERE trader_id = ? ON CONFLICT DO NOTHING`,
    trader,
  );
}

/**
 * Without their fills, the days of neither trader can be computed, and the lots would stay with the old one.
 */
async function refuseIfPruned(
  connection: SqlConnection,
  code: string,
  account: number,
  toTrader: number,
): Promise<void> {
  const through = await connection.value<string | null>(
    `SELECT max(pruned_block.session_date) FROM pruned_block JOIN account ON account.id = account_id
      WHERE account_id = :account OR (trader_id = :toTrader AND EXISTS (SELECT 1 FROM fill_block
        WHERE fill_block.account_id = :account AND fill_block.session_date <= pruned_block.session_date))`,
    { account, toTrader },
  );
  if (through) throw accountPruned(code, through);
}

/** What the store keeps of a trader by number. */
const TABLES_OF_TRADER = [
  'stale_day',
  'revision',
  'open_lot',
  'low_water_marks',
  'open_exposure',
  'ledger_finding',
  'trader_day',
] as const;

/** Removes a trader without accounts: it was the name of an account that now belongs to another trader. */
async function removeIfEmpty(connection: SqlConnection, trader: string): Promise<void> {
  const id = await traderOf(connection, trader);
  const accounts = await connection.value<number>('SELECT count(*) FROM account WHERE trader_id = ?', id);
  if (accounts !== 0) return;
  for (const table of TABLES_OF_TRADER) await connection.run(`DELETE FROM ${table} WHERE trader_id = ?`, id);
  await connection.run('DELETE FROM trader WHERE id = ?', id);
}

function accountPruned(code: string, through: string): InputError {
  return new InputError(
    'account_pruned',
    `Account ${code} · fills through ${through} were pruned · expected every fill, to compute the days of both traders again`,
    {
      hint: 'Nothing was changed. To move it, import all fills into a new database (DB_PATH) whose roster has the move.',
    },
  );
}
