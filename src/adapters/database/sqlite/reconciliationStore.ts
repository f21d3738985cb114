import type { ReconciliationStore, TotalsOutcome } from '../../../ports/ledgerStore.ts';
import type { SourceTotals } from '../../../ports/source.ts';
import { createAccount } from './identifiers.ts';
import type { Database } from './open.ts';

type SavedTotal = Pick<SourceTotals, 'grossPnl' | 'netPnl' | 'fills'>;

/** The source's own totals on SQLite, one row per account and session. */
export function createReconciliationStore(database: Database): ReconciliationStore {
  const { queries, driver, withConnection } = database;
  const findAccount = driver.prepare<[string], number>('SELECT id FROM account WHERE code = ?').pluck();
  const save = driver.prepare('REPLACE INTO source_total VALUES (?, ?, ?, ?, ?, ?)');
  const find = driver.prepare<[number, string], SavedTotal>(
    'SELECT gross_pnl AS grossPnl, net_pnl AS netPnl, fills FROM source_total WHERE account_id = ? AND session_date = ?',
  );
  const forget = driver.prepare(
    `DELETE FROM source_total WHERE account_id = (SELECT id FROM account WHERE code = ?) AND session_date BETWEEN ? AND ?`,
  );
  const missing = driver.prepare<{ sessionDate: string }, { trader: string; code: string }>(
    `SELECT trader.name AS trader, account.code AS code
       FROM account JOIN trader ON trader.id = trader_id
      WHERE EXISTS (SELECT 1 FROM fill_block WHERE account_id = account.id AND session_date = :sessionDate)
        AND NOT EXISTS (SELECT 1 FROM source_total WHERE account_id = account.id AND session_date = :sessionDate)
      ORDER BY account.code`,
  );
  return {
    saveTotals: (totals, whole) =>
      database.transaction(async () => {
        for (const code of whole?.accounts ?? []) forget.run(code, whole?.from, whole?.to);
        return totals.map((total) => {
          const account = findAccount.get(total.account) ?? createAccount(driver, total.account).id;
          const before = find.get(account, total.sessionDate);
          save.run(account, total.sessionDate, total.grossPnl, total.fees, total.netPnl, total.fills);
          return outcomeOf(total, before);
        });
      }),

    async totals(sessionDate) {
      const rows = await queries
        .selectFrom('source_total')
        .innerJoin('account', 'account.id', 'source_total.account_id')
        .innerJoin('trader', 'trader.id', 'account.trader_id')
        .where('session_date', '=', sessionDate)
        .groupBy('trader.name')
        .select((e) => [
          'trader.name as trader',
          e.fn.sum<number>('net_pnl').as('netPnl'),
          e.fn.sum<number>('fills').as('fills'),
        ])
        .execute();
      const without = await withConnection(() => missing.all({ sessionDate }));
      const missingAccounts = (trader: string) =>
        without.filter((account) => account.trader === trader).map(({ code }) => code);
      return new Map(
        rows.map(({ trader, netPnl, fills }) => [
          trader,
          { netPnl, fills, missingAccounts: missingAccounts(trader) },
        ]),
      );
    },
  };
}

function outcomeOf(total: SavedTotal, before: SavedTotal | undefined): TotalsOutcome {
  if (before === undefined) return 'new';
  const same =
    total.grossPnl === before.grossPnl && total.netPnl === before.netPnl && total.fills === before.fills;
  return same ? 'same' : 'changed';
}
