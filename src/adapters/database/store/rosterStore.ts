import type { Selectable } from 'kysely';
import type { MultiplierRule, RosterEntry } from '../../../domain/roster/roster.ts';
import type { MultiplierEdit, RosterChange } from '../../../domain/roster/rosterChange.ts';
import type { RenamedAccount, RosterStore } from '../../../ports/rosterStore.ts';
import type { SourceAccount as Account } from '../../../ports/source.ts';
import type { Database, StoreTransaction } from '../database.ts';
import { appendAudit } from './auditTrail.ts';
import { accountOf, findAccount } from './identifiers.ts';
import type { Signature } from './rosterAudit.ts';
import { applyMultiplier, applyTraderChanges } from './rosterChanges.ts';
import { knownAccounts, storedSymbols } from './rosterFacts.ts';
import type { TraderRow } from './schema.ts';

/**
 * The roster. A change of accounts or multipliers changes P&L, so it marks the sessions concerned as stale.
 * The audit trail records every change with the values before it and its author.
 */
export function createRosterStore(database: Database, now: () => Date, author: string): RosterStore {
  const { queries, connection, transaction, fillBlocks } = database;
  const signature = () => ({ by: author, at: now() });

  function setAll(changes: readonly RosterChange[], rules: readonly MultiplierRule[]) {
    return transaction(async (open) => {
      const traders = await applyTraderChanges(open, changes, signature());
      const multipliers: MultiplierEdit[] = [];
      for (const rule of rules) multipliers.push(await applyMultiplier(open, database, rule, signature()));
      return { traders, multipliers };
    });
  }

  return {
    async all() {
      const rows = await queries
        .selectFrom('trader')
        .leftJoin('account', 'account.trader_id', 'trader.id')
        .selectAll('trader')
        .select('account.code')
        .orderBy('trader.name')
        .orderBy('account.code')
        .execute();
      const entries = new Map<number, RosterEntry & { readonly accounts: string[] }>();
      for (const row of rows) {
        const entry = entries.get(row.id) ?? rosterEntry(row);
        entries.set(row.id, entry);
        if (row.code !== null) entry.accounts.push(row.code);
      }
      return [...entries.values()];
    },

    accounts: () => knownAccounts(connection),

    set: (change) => setAll([change], []),
    setMultiplier: (rule) => setAll([], [rule]),
    setAll,

    learnAccounts: (accounts) =>
      transaction(async (open) => {
        const learned: string[] = [];
        for (const account of accounts)
          if (await learnAccount(open, account, signature())) learned.push(account.name);
        return learned;
      }),

    renameAccounts: (accounts) =>
      transaction(async (open) => {
        const renamed: RenamedAccount[] = [];
        const listed = new Set(accounts.map(({ name }) => name));
        for (const account of accounts) {
          const from = await renameAccount(open, account, listed, signature());
          if (from !== null) renamed.push({ from, to: account.name });
        }
        return renamed;
      }),

    async multipliers() {
      return queries.selectFrom('multiplier').selectAll().orderBy('pattern').execute();
    },

    symbols: () => storedSymbols(connection, fillBlocks),
  };
}

/**
 * Stores what the source says of an account.
 * @returns whether it is new: never listed by the source and without a limit. Fills may have created it.
 */
async function learnAccount(
  transaction: StoreTransaction,
  { id, name, firstTraded, lastTraded }: Account,
  { by, at }: Signature,
): Promise<boolean> {
  const { connection } = transaction;
  await accountOf(connection, name);
  const isNew = (await connection.get(IS_NEW, name)) !== undefined;
  if (isNew) await appendAudit(transaction, 'roster', name, { learned: { sourceId: id }, by }, at);
  await connection.run(DESCRIBE, id, firstTraded, lastTraded, name);
  return isNew;
}

const IS_NEW = `SELECT 1 FROM account JOIN trader ON trader.id = trader_id
  WHERE code = ? AND source_id IS NULL AND base_limit IS NULL`;
const DESCRIBE = 'UPDATE account SET source_id = ?, first_traded = ?, last_traded = ? WHERE code = ?';

/**
 * Gives a stored account the name by which the source now lists its number.
 * @returns the old name; null where it is not certainly a new name.
 */
async function renameAccount(
  transaction: StoreTransaction,
  { id, name }: Account,
  listed: ReadonlySet<string>,
  { by, at }: Signature,
): Promise<string | null> {
  const { connection } = transaction;
  if ((await findAccount(connection, name)) !== undefined) return null;
  const [before, second] = await connection.all<CalledBefore>(CALLED_BEFORE, id);
  // The old code is still listed, or two accounts had the same number.
  if (before === undefined || second !== undefined || listed.has(before.code)) return null;
  await connection.run('UPDATE account SET code = ? WHERE id = ?', name, before.id);
  await connection.run(RENAME_LOTS, name, before.code, before.traderId);
  for (const table of TABLES_BY_CODE)
    await connection.run(`UPDATE ${table} SET account = ? WHERE account = ?`, name, before.code);
  const body = { renamed: { from: before.code, to: name }, by };
  await appendAudit(transaction, 'roster', name, body, at);
  return before.code;
}

interface CalledBefore {
  readonly id: number;
  readonly code: string;
  readonly traderId: number;
}

const CALLED_BEFORE = 'SELECT id, code, trader_id AS "traderId" FROM account WHERE source_id = ? ORDER BY id';
const RENAME_LOTS = 'UPDATE open_lot SET account = ? WHERE account = ? AND trader_id = ?';
/** They name accounts by their code. */
const TABLES_BY_CODE = ['opening_position', 'incomplete_day', 'ledger_finding'] as const;

/** A roster entry without its accounts. */
function rosterEntry(row: Selectable<TraderRow>): RosterEntry & { readonly accounts: string[] } {
  return {
    trader: row.name,
    desk: row.desk,
    baseLimit: row.base_limit,
    riskCapital: row.risk_capital,
    active: row.active === 1,
    accounts: [],
  };
}
