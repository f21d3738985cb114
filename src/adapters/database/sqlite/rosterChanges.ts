import type Driver from 'better-sqlite3';
import { looksRetired, type MultiplierRule } from '../../../domain/roster/roster.ts';
import type { MultiplierEdit, RosterChange, TraderEdit } from '../../../domain/roster/rosterChange.ts';
import { InputError } from '../../../shared/errors.ts';
import { markChangedContracts } from './changedContracts.ts';
import { auditMultiplier, auditTrader, type Signature } from './rosterAudit.ts';
import { ownerOf, storedTrader } from './rosterFacts.ts';

/**
 * Stores changes of traders within the caller's transaction, marks the sessions of moved accounts as stale,
 * and records each change in the audit trail. The result does not depend on the order of the changes: every
 * trader is stored before the first account moves.
 * @returns each trader who is named, and each who lost an account.
 * @throws InputError `account_pruned` for an account whose old fills were pruned.
 */
export function applyTraderChanges(
  driver: Driver.Database,
  changes: readonly RosterChange[],
  signature: Signature,
): readonly TraderEdit[] {
  const named = changes.map(({ trader }) => trader);
  const owners = changes.flatMap(({ accounts }) => accounts ?? []).map((code) => ownerOf(driver, code));
  const touched = [...new Set([...named, ...owners.filter((owner) => owner !== undefined)])];
  const before = touched.map((trader) => storedTrader(driver, trader));
  for (const change of changes) upsertTrader(driver, change);
  for (const { trader, accounts } of changes)
    for (const code of accounts ?? []) moveAccount(driver, code, traderId(driver, trader));
  for (const trader of touched) if (!named.includes(trader)) removeIfEmpty(driver, trader);
  const edits = touched.map((trader, index) => ({
    trader,
    before: before[index] ?? null,
    after: storedTrader(driver, trader),
  }));
  for (const edit of edits) auditTrader(driver, edit, signature);
  return edits;
}

/** Stores a multiplier within the caller's transaction, marks the days of its symbols, and records it. */
export function applyMultiplier(
  driver: Driver.Database,
  rule: MultiplierRule,
  signature: Signature,
): MultiplierEdit {
  const rules = driver.prepare<[], MultiplierRule>('SELECT * FROM multiplier');
  const before = rules.all();
  const known = before.find(({ pattern }) => pattern === rule.pattern);
  const edit = { pattern: rule.pattern, before: known?.multiplier ?? null, after: rule.multiplier };
  if (edit.before === edit.after) return edit;
  driver.prepare('REPLACE INTO multiplier VALUES (?, ?)').run(rule.pattern, rule.multiplier);
  markChangedContracts(driver, before, rules.all());
  auditMultiplier(driver, edit, signature);
  return edit;
}

function upsertTrader(driver: Driver.Database, change: RosterChange): void {
  driver
    .prepare('INSERT INTO trader (name, active) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(change.trader, looksRetired(change.trader) ? 0 : 1);
  const update = (column: string, value: unknown) =>
    value === undefined ||
    driver.prepare(`UPDATE trader SET ${column} = ? WHERE name = ?`).run(value, change.trader);
  update('desk', change.desk);
  update('base_limit', change.baseLimit);
  update('risk_capital', change.riskCapital);
  update('active', change.active === undefined ? undefined : Number(change.active));
}

function traderId(driver: Driver.Database, name: string): number {
  return driver.prepare('SELECT id FROM trader WHERE name = ?').pluck().get(name) as number;
}

/** Marks the trader who gains the account and the one who loses it: the ledger computes both again. */
function moveAccount(driver: Driver.Database, code: string, toTrader: number): void {
  const account = driver
    .prepare<[string], { id: number; trader_id: number }>('SELECT id, trader_id FROM account WHERE code = ?')
    .get(code);
  if (account === undefined) {
    driver.prepare('INSERT INTO account (code, trader_id) VALUES (?, ?)').run(code, toTrader);
    return;
  }
  if (account.trader_id === toTrader) return;
  refuseIfPruned(driver, code, account.id, toTrader);
  markTraderStale(driver, account.trader_id);
  driver.prepare('UPDATE account SET trader_id = ? WHERE id = ?').run(toTrader, account.id);
  markTraderStale(driver, toTrader);
}

function markTraderStale(driver: Driver.Database, id: number): void {
  driver
    .prepare(
      `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
       SELECT DISTINCT ?, session_date FROM fill_block JOIN account ON account.id = account_id
        WHERE account.trader_id = ?`,
    )
    .run(id, id);
}

/**
 * Without their fills, the days of neither trader can be computed, and the lots would stay with the old one.
 */
function refuseIfPruned(driver: Driver.Database, code: string, accountId: number, toTrader: number): void {
  const through = driver
    .prepare<[number, number, number], string | null>(
      `SELECT max(pruned_block.session_date) FROM pruned_block JOIN account ON account.id = account_id
        WHERE account_id = ? OR (trader_id = ? AND EXISTS (SELECT 1 FROM fill_block
          WHERE fill_block.account_id = ? AND fill_block.session_date <= pruned_block.session_date))`,
    )
    .pluck()
    .get(accountId, toTrader, accountId);
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
function removeIfEmpty(driver: Driver.Database, trader: string): void {
  const id = traderId(driver, trader);
  if (driver.prepare('SELECT count(*) FROM account WHERE trader_id = ?').pluck().get(id) !== 0) return;
  for (const table of TABLES_OF_TRADER) driver.prepare(`DELETE FROM ${table} WHERE trader_id = ?`).run(id);
  driver.prepare('DELETE FROM trader WHERE id = ?').run(id);
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
