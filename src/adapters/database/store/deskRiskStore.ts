import type { DeskRiskStore, DeskTotals, TraderLot } from '../../../ports/deskRiskStore.ts';
import { CompensatedSum } from '../compensatedSum.ts';
import type { Database } from '../database.ts';
import { currentBaseCurrency } from './baseCurrency.ts';
import { accountsWithFills } from './blocksOfSession.ts';
import { lotsOfTraders } from './lotsOfTraders.ts';

/**
 * Figures of the whole desk, added up by the database where they can be.
 * @param setting BASE_CURRENCY; null keeps that of the stored figures.
 */
export function createDeskRiskStore(database: Database, setting: string | null): DeskRiskStore {
  const { connection, fillBlocks } = database;
  return {
    lastDate: async () => (await connection.value<string | null>(LAST_DATE)) ?? null,
    totals: async (from, through) => deskTotals(await connection.rows<DayRow>(DAYS, from, through)),
    netPnls: async (from, through) => byTrader(await connection.rows<TraderDayRow>(NET_PNLS, from, through)),
    notionals: async (from, through) =>
      byTrader(await connection.rows<TraderDayRow>(NOTIONALS, from, through)),

    openLots: async (through) =>
      (await lotsOfTraders(connection, through)).flatMap(({ trader, lots }) =>
        lots.map((lot): TraderLot => ({ trader, lot })),
      ),

    async *traded(sessionDate) {
      for (const { accountId, account, trader } of await accountsWithFills(connection, sessionDate)) {
        const block = await fillBlocks.load(connection, { accountId, account, sessionDate }, 'amounts');
        if (block !== null) yield block.tradedAmounts().map((each) => ({ trader, ...each }));
      }
    },

    baseCurrency: () => currentBaseCurrency(connection, setting),
    rates: async (through) => new Map(await connection.rows<[string, number]>(RATES, through)),
  };
}

const LAST_DATE = 'SELECT max(session_date) FROM trader_day';
const DAYS = `SELECT session_date, net_pnl, notional FROM trader_day WHERE session_date BETWEEN ? AND ?
  ORDER BY session_date, trader_id`;
// Rows of lists: a year of a desk has fifty thousand.
const byTraderAndDate = (column: 'net_pnl' | 'notional') =>
  `SELECT trader.name, session_date, ${column} FROM trader_day JOIN trader ON trader.id = trader_id
    WHERE session_date BETWEEN ? AND ? ORDER BY session_date, trader.name`;
const NET_PNLS = byTraderAndDate('net_pnl');
const NOTIONALS = byTraderAndDate('notional');
const RATES = `SELECT currency, rate FROM exchange_rate WHERE session_date =
    (SELECT max(session_date) FROM exchange_rate AS own
      WHERE own.currency = exchange_rate.currency AND own.session_date <= ?) ORDER BY currency`;

type DayRow = readonly [sessionDate: string, netPnl: number, notional: number];
type TraderDayRow = readonly [trader: string, sessionDate: string, dollars: number];

function deskTotals(days: readonly DayRow[]): readonly DeskTotals[] {
  const sums = new Map<string, { readonly netPnl: CompensatedSum; readonly notional: CompensatedSum }>();
  for (const [sessionDate, netPnl, notional] of days) {
    const own = sums.get(sessionDate) ?? { netPnl: new CompensatedSum(), notional: new CompensatedSum() };
    sums.set(sessionDate, own);
    own.netPnl.add(netPnl);
    own.notional.add(notional);
  }
  return Array.from(sums, ([sessionDate, { netPnl, notional }]) => ({
    sessionDate,
    netPnl: netPnl.value,
    notional: notional.value,
  }));
}

function byTrader(rows: readonly TraderDayRow[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const traders = new Map<string, Map<string, number>>();
  for (const [trader, sessionDate, dollars] of rows) {
    const own = traders.get(trader) ?? new Map<string, number>();
    traders.set(trader, own);
    own.set(sessionDate, dollars);
  }
  return traders;
}
