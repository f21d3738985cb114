import { isCancelled } from '../../../domain/ledger/status.ts';
import type { ReconciliationStore, TotalsOutcome } from '../../../ports/ledgerStore.ts';
import type { SourceTotals } from '../../../ports/source.ts';
import { symbolsAndStatusesJson } from '../fillJson.ts';
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
  const missing = driver.prepare<{ sessionDate: string }, AccountWithoutTotal>(
    `SELECT trader.name AS trader, account.code AS code, json_remove(texts, '$.orderIds') AS texts
       FROM account JOIN trader ON trader.id = trader_id
       JOIN fill_block ON fill_block.account_id = account.id AND fill_block.session_date = :sessionDate
      WHERE NOT EXISTS (SELECT 1 FROM source_total WHERE account_id = account.id AND session_date = :sessionDate)
        AND EXISTS (SELECT 1 FROM source_total JOIN account AS other ON other.id = source_total.account_id
                     WHERE other.trader_id = account.trader_id AND source_total.session_date = :sessionDate)
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
      const accounts = await withConnection(() => missing.all({ sessionDate }));
      const without = accounts.filter((account) => hasCountedFills(account, sessionDate));
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

interface AccountWithoutTotal {
  readonly trader: string;
  readonly code: string;
  readonly texts: string;
}

/** A source has no totals for an account of which it cancelled all fills. */
function hasCountedFills({ code, texts }: AccountWithoutTotal, sessionDate: string): boolean {
  const { statuses } = symbolsAndStatusesJson.read(texts, `${sessionDate} ${code}`);
  return statuses.length === 0 || statuses.some((status) => !isCancelled(status));
}

function outcomeOf(total: SavedTotal, before: SavedTotal | undefined): TotalsOutcome {
  if (before === undefined) return 'new';
  const same =
    total.grossPnl === before.grossPnl && total.netPnl === before.netPnl && total.fills === before.fills;
  return same ? 'same' : 'changed';
}
