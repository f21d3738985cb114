import type { Selectable } from 'kysely';
import { looksRetired, type MultiplierRule, type RosterEntry } from '../../../domain/roster/roster.ts';
import type { RenamedAccount, RosterChange, RosterStore } from '../../../ports/rosterStore.ts';
import { InputError } from '../../../shared/errors.ts';
import { appendAudit } from './auditTrail.ts';
import { createAccount } from './identifiers.ts';
import type { Database } from './open.ts';
import { markPrunedSymbols } from './prunedSessions.ts';
import { auditedRosterChange, auditRosterChange } from './rosterAudit.ts';
import type { TraderRow } from './schema.ts';

/**
 * The roster on SQLite. A change of accounts or multipliers changes P&L, so it marks the sessions concerned
 * as stale. The audit trail records every change with the values before it.
 */
export function createRosterStore({ queries, driver, transaction }: Database, now: () => Date): RosterStore {
  const markTraderStale = driver.prepare(
    `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
     SELECT DISTINCT ?, session_date FROM fill_block JOIN account ON account.id = account_id WHERE account.trader_id = ?`,
  );

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
  };

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

    set: (change) =>
      transaction(async () => {
        const apply = () => {
          const id = upsertTrader(change);
          for (const code of change.accounts ?? []) moveAccount(code, id);
        };
        auditedRosterChange(driver, change.trader, change.accounts ?? [], now(), apply);
      }),

    learnAccounts: (accounts) =>
      transaction(async () => {
        const learned: string[] = [];
        for (const account of accounts) {
          if (statements.isKnown.get(account.name) === undefined) createAccount(driver, account.name);
          // Fills may have created the account already. New means: never listed by the source and without a
          // limit.
          if (statements.isNew.get(account.name) !== undefined) learned.push(account.name);
          if (learned.at(-1) === account.name)
            appendAudit(driver, 'roster', account.name, { learned: { sourceId: account.id } }, now());
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
          renamed.push({ from: before.code, to: name });
          appendAudit(driver, 'roster', name, { renamed: { from: before.code, to: name } }, now());
        }
        return renamed;
      }),

    async multipliers() {
      return queries.selectFrom('multiplier').selectAll().orderBy('pattern').execute();
    },

    setMultiplier: (rule) =>
      transaction(async () => {
        const rules = driver.prepare<[], MultiplierRule>('SELECT * FROM multiplier');
        const before = rules.all();
        const known = before.find(({ pattern }) => pattern === rule.pattern);
        driver.prepare('REPLACE INTO multiplier VALUES (?, ?)').run(rule.pattern, rule.multiplier);
        markSymbolStale(rule.pattern);
        markPrunedSymbols(driver, before, rules.all());
        auditRosterChange(driver, rule.pattern, known?.multiplier ?? null, rule.multiplier, now());
      }),
  };

  function upsertTrader(change: RosterChange): number {
    driver
      .prepare('INSERT INTO trader (name, active) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
      .run(change.trader, looksRetired(change.trader) ? 0 : 1);
    const id = driver.prepare('SELECT id FROM trader WHERE name = ?').pluck().get(change.trader) as number;
    const update = (column: string, value: unknown) =>
      value === undefined || driver.prepare(`UPDATE trader SET ${column} = ? WHERE id = ?`).run(value, id);
    update('desk', change.desk);
    update('base_limit', change.baseLimit);
    update('risk_capital', change.riskCapital);
    update('active', change.active === undefined ? undefined : Number(change.active));
    return id;
  }

  /** Marks the trader who gains the account and the one who loses it: the ledger computes both again. */
  function moveAccount(code: string, traderId: number): void {
    const find = driver.prepare<[string], { id: number; trader_id: number }>(
      'SELECT id, trader_id FROM account WHERE code = ?',
    );
    const account = find.get(code);
    if (account === undefined) {
      driver.prepare('INSERT INTO account (code, trader_id) VALUES (?, ?)').run(code, traderId);
      return;
    }
    if (account.trader_id === traderId) return;
    refuseIfPruned(code, account.id, traderId);
    markTraderStale.run(account.trader_id, account.trader_id);
    driver.prepare('UPDATE account SET trader_id = ? WHERE id = ?').run(traderId, account.id);
    markTraderStale.run(traderId, traderId);
    removeEmptyTrader(account.trader_id);
  }

  /**
   * Without their fills, the days of neither trader can be computed, and the lots would stay with the old
   * one.
   */
  function refuseIfPruned(code: string, accountId: number, toTrader: number): void {
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

  /** Removes a trader without accounts: it was the name of an account that now belongs to another trader. */
  function removeEmptyTrader(id: number): void {
    const accounts = driver.prepare('SELECT count(*) FROM account WHERE trader_id = ?').pluck().get(id);
    if (accounts !== 0) return;
    for (const table of ['stale_day', 'revision', 'open_lot', 'low_water_marks', 'trader_day']) {
      driver.prepare(`DELETE FROM ${table} WHERE trader_id = ?`).run(id);
    }
    driver.prepare('DELETE FROM trader WHERE id = ?').run(id);
  }

  /** SQLite's GLOB treats more than the last star as special, so a prefix is compared as text. */
  function markSymbolStale(pattern: string): void {
    const [matches, value] = pattern.endsWith('*')
      ? ['substr(symbol.value, 1, length(:value)) = :value', pattern.slice(0, -1)]
      : ['symbol.value = :value', pattern];
    driver
      .prepare(
        `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
         SELECT DISTINCT account.trader_id, session_date FROM fill_block JOIN account ON account.id = account_id
          WHERE EXISTS (SELECT 1 FROM json_each(texts, '$.symbols') AS symbol WHERE ${matches})`,
      )
      .run({ value });
  }
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

function accountPruned(code: string, through: string): InputError {
  return new InputError(
    'account_pruned',
    `Account ${code} · fills through ${through} were pruned · expected every fill, to compute the days of both traders again`,
    {
      hint: 'Nothing was changed. To move it, import all fills into a new database (DB_PATH) whose roster has the move.',
    },
  );
}
