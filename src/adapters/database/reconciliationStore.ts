import type { ReconciliationStore } from '../../ports.ts';
import { createAccount } from './identifiers.ts';
import type { Database } from './open.ts';

/** The source's own totals, kept per account and session. */
export function createReconciliationStore({ queries, driver }: Database): ReconciliationStore {
  const findAccount = driver.prepare<[string], number>('SELECT id FROM account WHERE code = ?').pluck();
  const save = driver.prepare('REPLACE INTO source_total VALUES (?, ?, ?, ?, ?, ?)');
  return {
    async saveTotals(totals) {
      driver.transaction(() => {
        for (const total of totals) {
          const account = findAccount.get(total.account) ?? createAccount(driver, total.account).id;
          save.run(account, total.sessionDate, total.grossPnl, total.fees, total.netPnl, total.fills);
        }
      })();
    },

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
      return new Map(rows.map(({ trader, netPnl, fills }) => [trader, { netPnl, fills }]));
    },
  };
}
