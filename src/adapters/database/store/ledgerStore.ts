import type { TraderDaySummary } from '../../../domain/ledger/traderDayFacts.ts';
import type { DayResult, LedgerStore } from '../../../ports/ledgerStore.ts';
import type { Database } from '../database.ts';
import { type RawDay, summaryOf } from '../rawDay.ts';
import { factSelection } from '../traderDayRow.ts';
import { applyBaseCurrency } from './baseCurrency.ts';
import { createExposureReader } from './exposureReader.ts';
import { createFindingReader } from './findingReader.ts';
import { requireLease } from './leaseGuard.ts';
import { createLedgerTransaction } from './ledgerTransaction.ts';
import { lotsOfTraders } from './lotsOfTraders.ts';
import { createLowWaterMarkReader, createTraderMarkReader } from './lowWaterMarkReader.ts';
import { newestByTrader } from './newestDays.ts';
import { createPriceReader } from './priceReader.ts';
import { revisionsBetween } from './revisions.ts';
import { staleDays } from './staleDays.ts';

/**
 * Trader-days, lots and stale days, read as lists: a morning reads sixty thousand rows.
 * @param setting BASE_CURRENCY; null keeps that of the stored figures.
 */
export function createLedgerStore(database: Database, setting: string | null = null): LedgerStore {
  const { connection, transaction, traderTransaction, fillBlocks } = database;
  return {
    transaction: (work) => transaction((open) => work(createLedgerTransaction(open, fillBlocks, setting))),

    traderTransaction: (trader, lease, work) =>
      traderTransaction(trader, async (open) => {
        if (lease !== null) await requireLease(open.connection, lease);
        return work(createLedgerTransaction(open, fillBlocks, setting));
      }),

    applyBaseCurrency: () => transaction((open) => applyBaseCurrency(open.connection, fillBlocks, setting)),

    stale: () => staleDays(connection, 'computable'),
    blocked: () => staleDays(connection, 'blocked'),

    recentDays: (through, limit) =>
      newestByTrader<RawDay, TraderDaySummary>(
        connection,
        { columns: RAW_DAY, through, most: limit },
        (row) => [row[1], summaryOf(row)],
      ),

    recentResults: (through, limit) =>
      newestByTrader<readonly [trader: string, sessionDate: string, netPnl: number], DayResult>(
        connection,
        { columns: 'name, session_date, net_pnl', through, most: limit },
        ([trader, sessionDate, netPnl]) => [trader, { sessionDate, netPnl }],
      ),

    days: async (from, to) => (await connection.rows<RawDay>(DAYS, from, to)).map(summaryOf),

    daysOf: async (trader, { from, to }, limit) =>
      (await connection.rows<RawDay>(DAYS_OF, trader, from, to, limit)).map(summaryOf),

    lowWaterMarks: createLowWaterMarkReader(database),

    marksOf: createTraderMarkReader(database),

    exposures: createExposureReader(database),

    prices: createPriceReader(database),

    revisions: (foundFrom, foundThrough, mailOf = '') =>
      revisionsBetween(connection, foundFrom, foundThrough, mailOf),

    findings: createFindingReader(database),

    datesWithFacts: (from, through) => connection.values<string>(DATES_WITH_FACTS, { from, through }),

    openPositions: async (through) =>
      (await lotsOfTraders(connection, through))
        .filter(({ lots }) => lots.length > 0)
        .map(({ trader, lots }) => ({ trader, lots: lots.length })),
  };
}

const RAW_DAY = `session_date, name, ${factSelection}`;
const DAYS = `SELECT session_date, trader.name, ${factSelection}
    FROM trader_day JOIN trader ON trader.id = trader_id
   WHERE session_date BETWEEN ? AND ? ORDER BY session_date, trader.name`;
const DAYS_OF = `SELECT session_date, trader.name, ${factSelection}
    FROM trader_day JOIN trader ON trader.id = trader_id
   WHERE trader.name = ? AND session_date BETWEEN ? AND ? ORDER BY session_date LIMIT ?`;
// One search in the index for each date: a scan would read a row for each trader and session.
const DATES_WITH_FACTS = `
  WITH RECURSIVE date_with_facts (day) AS (
    SELECT min(session_date) FROM trader_day WHERE session_date BETWEEN :from AND :through
    UNION ALL
    SELECT (SELECT min(session_date) FROM trader_day WHERE session_date > day AND session_date <= :through)
      FROM date_with_facts WHERE day IS NOT NULL)
  SELECT day FROM date_with_facts WHERE day IS NOT NULL ORDER BY day`;
