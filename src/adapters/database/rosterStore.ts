import { sql } from 'kysely';
import { looksRetired } from '../../domain/roster/roster.ts';
import type { RosterChange, RosterStore } from '../../ports.ts';
import { createAccount } from './identifiers.ts';
import type { Database } from './open.ts';

/** The roster on SQLite. What changes P&L (accounts, multipliers) marks the trader's sessions for the ledger. */
export function createRosterStore({ queries, driver }: Database): RosterStore {
  const markTraderStale = driver.prepare(
    `INSERT OR IGNORE INTO stale_day
     SELECT DISTINCT ?, session_date FROM fill_block JOIN account ON account.id = account_id WHERE account.trader_id = ?`,
  );

  return {
    async all() {
      const rows = await queries
        .selectFrom('trader')
        .leftJoin('account', 'account.trader_id', 'trader.id')
        .selectAll('trader')
        .select(
          sql<string>`json_group_array(account.code ORDER BY account.code) FILTER (WHERE account.code IS NOT NULL)`.as(
            'accounts',
          ),
        )
        .groupBy('trader.id')
        .orderBy('trader.name')
        .execute();
      return rows.map((row) => ({
        trader: row.name,
        desk: row.desk,
        baseLimit: row.base_limit,
        riskCapital: row.risk_capital,
        active: row.active === 1,
        accounts: JSON.parse(row.accounts) as string[],
      }));
    },

    async set(change) {
      driver.transaction(() => {
        const id = upsertTrader(change);
        for (const code of change.accounts ?? []) moveAccount(code, id);
      })();
    },

    async learnAccounts(accounts) {
      const learned: string[] = [];
      driver.transaction(() => {
        for (const account of accounts) {
          const known = driver.prepare('SELECT id FROM account WHERE code = ?').pluck().get(account.name);
          if (known === undefined) {
            createAccount(driver, account.name);
            learned.push(account.name);
          }
          driver
            .prepare('UPDATE account SET source_id = ?, first_traded = ?, last_traded = ? WHERE code = ?')
            .run(account.id, account.firstTraded, account.lastTraded, account.name);
        }
      })();
      return learned;
    },

    async multipliers() {
      return queries.selectFrom('multiplier').selectAll().orderBy('pattern').execute();
    },

    async setMultiplier(rule) {
      driver.transaction(() => {
        driver.prepare('REPLACE INTO multiplier VALUES (?, ?)').run(rule.pattern, rule.multiplier);
        markSymbolStale(rule.pattern);
      })();
    },
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

  /** Both the trader who gains the account and the one who loses it are computed anew. */
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
    markTraderStale.run(account.trader_id, account.trader_id);
    driver.prepare('UPDATE account SET trader_id = ? WHERE id = ?').run(traderId, account.id);
    markTraderStale.run(traderId, traderId);
    removeEmptyTrader(account.trader_id);
  }

  /** A trader who was only ever the name of an account that now belongs to somebody else. */
  function removeEmptyTrader(id: number): void {
    const accounts = driver.prepare('SELECT count(*) FROM account WHERE trader_id = ?').pluck().get(id);
    if (accounts !== 0) return;
    for (const table of ['stale_day', 'open_lot', 'trader_day']) {
      driver.prepare(`DELETE FROM ${table} WHERE trader_id = ?`).run(id);
    }
    driver.prepare('DELETE FROM trader WHERE id = ?').run(id);
  }

  /** The store's GLOB treats more than the last star as special, so a prefix is compared as text. */
  function markSymbolStale(pattern: string): void {
    const [matches, value] = pattern.endsWith('*')
      ? ['substr(symbol.value, 1, length(:value)) = :value', pattern.slice(0, -1)]
      : ['symbol.value = :value', pattern];
    driver
      .prepare(
        `INSERT OR IGNORE INTO stale_day
         SELECT DISTINCT account.trader_id, session_date FROM fill_block JOIN account ON account.id = account_id
          WHERE EXISTS (SELECT 1 FROM json_each(texts, '$.symbols') AS symbol WHERE ${matches})`,
      )
      .run({ value });
  }
}
