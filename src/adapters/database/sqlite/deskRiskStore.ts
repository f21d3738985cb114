import type { DeskRiskStore, DeskTotals, TraderLot } from '../../../ports/deskRiskStore.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { createBaseCurrency } from './baseCurrency.ts';
import type { Database } from './open.ts';
import { createOpeningLotsReader } from './openingLotsReader.ts';

/**
 * Figures of the whole desk on SQLite, added up by the database where they can be.
 * @param setting BASE_CURRENCY; null keeps that of the stored figures.
 */
export function createDeskRiskStore(database: Database, setting: string | null): DeskRiskStore {
  const { driver, withConnection } = database;
  const statements = prepare(driver);
  const opening = createOpeningLotsReader(driver);
  const base = createBaseCurrency(driver, setting);
  return {
    lastDate: () => withConnection(() => statements.lastDate.get() ?? null),
    totals: (from, through) => withConnection(() => statements.totals.all(from, through)),
    netPnls: (from, through) => withConnection(() => byTrader(statements.netPnls.all(from, through))),
    notionals: (from, through) => withConnection(() => byTrader(statements.notionals.all(from, through))),
    openLots: (through) =>
      withConnection(() =>
        statements.traders
          .all()
          .flatMap(({ id, name }) =>
            opening.after(id, through).lots.map((lot): TraderLot => ({ trader: name, lot })),
          ),
      ),
    async *traded(sessionDate) {
      for (const { id, code, trader } of await withConnection(() => statements.accounts.all(sessionDate))) {
        const block = await withConnection(() => statements.block.get(id, sessionDate));
        if (block === undefined) continue;
        const amounts = FillColumns.decode(block, `${sessionDate} ${code}`).tradedAmounts();
        yield amounts.map((each) => ({ trader, ...each }));
      }
    },
    baseCurrency: () => withConnection(() => base.current()),
    rates: (through) => withConnection(() => new Map(statements.rates.all(through))),
  };
}

function prepare(driver: Database['driver']) {
  // Rows of arrays: a year of a desk has fifty thousand.
  const byTraderAndDate = (column: 'net_pnl' | 'notional') =>
    driver
      .prepare<[string, string], TraderDayRow>(
        `SELECT trader.name, session_date, ${column} FROM trader_day JOIN trader ON trader.id = trader_id
          WHERE session_date BETWEEN ? AND ? ORDER BY session_date`,
      )
      .raw();
  return {
    lastDate: driver.prepare<[], string | null>('SELECT max(session_date) FROM trader_day').pluck(),
    totals: driver.prepare<[string, string], DeskTotals>(
      `SELECT session_date AS sessionDate, sum(net_pnl) AS netPnl, sum(notional) AS notional FROM trader_day
        WHERE session_date BETWEEN ? AND ? GROUP BY session_date ORDER BY session_date`,
    ),
    netPnls: byTraderAndDate('net_pnl'),
    notionals: byTraderAndDate('notional'),
    traders: driver.prepare<[], { id: number; name: string }>('SELECT id, name FROM trader ORDER BY name'),
    accounts: driver.prepare<[string], { id: number; code: string; trader: string }>(
      `SELECT account.id, code, trader.name AS trader FROM account
         CROSS JOIN fill_block ON account_id = account.id AND session_date = ?
         JOIN trader ON trader.id = account.trader_id`,
    ),
    // The order ids are most of the text and are not needed.
    block: driver.prepare<[number, string], StoredBlock>(
      `SELECT fills, numbers, json_set(texts, '$.orderIds', json('[]')) AS texts, '[]' AS identities
         FROM fill_block WHERE account_id = ? AND session_date = ?`,
    ),
    rates: driver
      .prepare<[string], [currency: string, rate: number]>(
        `SELECT currency, rate FROM exchange_rate WHERE session_date =
           (SELECT max(session_date) FROM exchange_rate AS own
             WHERE own.currency = exchange_rate.currency AND own.session_date <= ?)`,
      )
      .raw(),
  };
}

type TraderDayRow = readonly [trader: string, sessionDate: string, dollars: number];

function byTrader(rows: readonly TraderDayRow[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const traders = new Map<string, Map<string, number>>();
  for (const [trader, sessionDate, dollars] of rows) {
    const own = traders.get(trader) ?? new Map<string, number>();
    traders.set(trader, own);
    own.set(sessionDate, dollars);
  }
  return traders;
}
