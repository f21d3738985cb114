import type { Selectable } from 'kysely';
import type { MultiplierRule, RosterEntry } from '../../../domain/roster/roster.ts';
import type { RosterChange } from '../../../domain/roster/rosterChange.ts';
import type { RenamedAccount, RosterStore } from '../../../ports/rosterStore.ts';
import { appendAudit } from './auditTrail.ts';
import { createAccount } from './identifiers.ts';
import type { Database } from './open.ts';
import { applyMultiplier, applyTraderChanges } from './rosterChanges.ts';
import { knownAccounts, storedSymbols } from './rosterFacts.ts';
import type { TraderRow } from './schema.ts';

/**
 * The roster on SQLite. A change of accounts or multipliers changes P&L, so it marks the sessions concerned
 * as stale. The audit trail records every change with the values before it and its author.
 */
export function createRosterStore(
  { queries, driver, transaction, withConnection }: Database,
  now: () => Date,
  author: string,
): RosterStore {
  const signature = () => ({ by: author, at: now() });
  const statements = {
    isKnown: driver.prepare<[string], unknown>('SELECT 1 FROM account WHERE code = ?'),
    isNew: driver.prepare<[string], unknown>(
      `SELECT 1 FROM account JOIN trader ON trader.id = trader_id
        WHERE code = ? AND source_id IS NULL AND base_limit IS NULL`,
    ),
    describe: driver.prepare(
      'UPDATE account SET source_id = ?, first_traded = ?, last_traded = ? WHERE code = ?',
    ),
    calledBefore: driver.prepare<[string], { id: number; code: string; traderId: number }>(
      'SELECT id, code, trader_id AS traderId FROM account WHERE source_id = ?',
    ),
    rename: driver.prepare('UPDATE account SET code = ? WHERE id = ?'),
    renameLots: driver.prepare('UPDATE open_lot SET account = ? WHERE account = ? AND trader_id = ?'),
    // These tables name accounts by their code.
    renameElsewhere: ['opening_position', 'incomplete_day', 'ledger_finding'].map((table) =>
      driver.prepare(`UPDATE ${table} SET account = ? WHERE account = ?`),
    ),
  };

  function setAll(changes: readonly RosterChange[], rules: readonly MultiplierRule[]) {
    return transaction(async () => ({
      traders: applyTraderChanges(driver, changes, signature()),
      multipliers: rules.map((rule) => applyMultiplier(driver, rule, signature())),
    }));
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

    accounts: () => withConnection(() => knownAccounts(driver)),

    set: (change) => setAll([change], []),
    setMultiplier: (rule) => setAll([], [rule]),
    setAll,

    learnAccounts: (accounts) =>
      transaction(async () => {
        const learned: string[] = [];
        for (const account of accounts) {
          if (statements.isKnown.get(account.name) === undefined) createAccount(driver, account.name);
          // Fills may have created the account already. New means: never listed by the source and without a
          // limit.
          if (statements.isNew.get(account.name) !== undefined) learned.push(account.name);
          if (learned.at(-1) === account.name)
            appendAudit(
              driver,
              'roster',
              account.name,
              { learned: { sourceId: account.id }, by: author },
              now(),
            );
          statements.describe.run(account.id, account.firstTraded, account.lastTraded, account.name);
        }
        return learned;
      }),

    renameAccounts: (accounts) =>
      transaction(async () => {
        const renamed: RenamedAccount[] = [];
        const listed = new Set(accounts.map(({ name }) => name));
        for (const { id, name } of accounts) {
          if (statements.isKnown.get(name) !== undefined) continue;
          const [before, second] = statements.calledBefore.all(id);
          // Not certainly a new name: the old code is still listed, or two accounts had the same number.
          if (before === undefined || second !== undefined || listed.has(before.code)) continue;
          statements.rename.run(name, before.id);
          statements.renameLots.run(name, before.code, before.traderId);
          for (const statement of statements.renameElsewhere) statement.run(name, before.code);
          renamed.push({ from: before.code, to: name });
          appendAudit(
            driver,
            'roster',
            name,
            { renamed: { from: before.code, to: name }, by: author },
            now(),
          );
        }
        return renamed;
      }),

    async multipliers() {
      return queries.selectFrom('multiplier').selectAll().orderBy('pattern').execute();
    },

    symbols: () => withConnection(() => storedSymbols(driver)),
  };
}

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
