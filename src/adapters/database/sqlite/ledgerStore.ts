import type { TraderDaySummary } from '../../../domain/ledger/traderDayFacts.ts';
import type { LedgerStore, TraderSessions } from '../../../ports/ledgerStore.ts';
import { factSelection, type RawDay, summaryOf } from '../traderDayRow.ts';
import { createBaseCurrency } from './baseCurrency.ts';
import { createExposureReader } from './exposureReader.ts';
import { createFindingReader } from './findingReader.ts';
import { createLedgerTransaction } from './ledgerTransaction.ts';
import { createLowWaterMarkReader, createTraderMarkReader } from './lowWaterMarkReader.ts';
import type { Database } from './open.ts';
import { createOpeningLotsReader } from './openingLotsReader.ts';
import { createPriceReader } from './priceReader.ts';
import { createRevisionLog } from './revisions.ts';

/**
 * Trader-days, lots and stale days on SQLite, read with prepared statements: a morning reads sixty thousand
 * rows.
 * @param setting BASE_CURRENCY; null keeps that of the stored figures.
 */
export function createLedgerStore(database: Database, setting: string | null = null): LedgerStore {
  const { driver, withConnection } = database;
  const statements = prepare(driver);
  const revisions = createRevisionLog(driver);
  const baseCurrency = createBaseCurrency(driver, setting);
  const opening = createOpeningLotsReader(driver);
  const open = createLedgerTransaction(driver, revisions, baseCurrency);
  return {
    transaction: (work) => database.transaction((transaction) => work(open(transaction))),

    applyBaseCurrency: () => database.transaction(async () => baseCurrency.apply()),

    stale: () => withConnection(() => byTrader(statements.stale.all())),
    blocked: () => withConnection(() => byTrader(statements.blocked.all())),

    recentDays: (through, limit) =>
      withConnection(() => {
        const days = new Map<string, readonly TraderDaySummary[]>();
        for (const { id, name } of statements.traders.all()) {
          const rows = statements.recentDays.all(name, id, through, limit);
          if (rows.length > 0) days.set(name, rows.reverse().map(summaryOf));
        }
        return days;
      }),

    days: (from, to) => withConnection(() => statements.days.all(from, to).map(summaryOf)),

    daysOf: (trader, { from, to }, limit) =>
      withConnection(() => statements.daysOf.all(trader, from, to, limit).map(summaryOf)),

    lowWaterMarks: createLowWaterMarkReader(database),

    marksOf: createTraderMarkReader(database),

    exposures: createExposureReader(database),

    prices: createPriceReader(database),

    revisions: (foundFrom, foundThrough, mailOf = '') =>
      withConnection(() => revisions.between(foundFrom, foundThrough, mailOf)),

    findings: createFindingReader(database),

    datesWithFacts: (from, through) => withConnection(() => statements.datesWithFacts.all({ from, through })),

    openPositions: (through) =>
      withConnection(() =>
        statements.traders
          .all()
          .map(({ id, name }) => ({ trader: name, lots: opening.after(id, through).lots.length }))
          .filter(({ lots }) => lots > 0),
      ),
  };
}

function prepare(driver: Database['driver']) {
  const staleDays = (pruned: 'EXISTS' | 'NOT EXISTS') =>
    driver.prepare<[], StaleDay>(
      `SELECT trader.name AS trader, stale_day.session_date AS sessionDate
         FROM stale_day JOIN trader ON trader.id = stale_day.trader_id
        WHERE ${pruned} (SELECT 1 FROM account JOIN pruned_block ON account_id = account.id
                          WHERE account.trader_id = stale_day.trader_id AND pruned_block.session_date = stale_day.session_date)
        ORDER BY trader.name, stale_day.session_date`,
    );
  return {
    traders: driver.prepare<[], { id: number; name: string }>('SELECT id, name FROM trader ORDER BY name'),
    stale: staleDays('NOT EXISTS'),
    blocked: staleDays('EXISTS'),
    recentDays: driver
      .prepare<[string, number, string, number], RawDay>(
        `SELECT session_date, ?, ${factSelection} FROM trader_day
          WHERE trader_id = ? AND session_date <= ? ORDER BY session_date DESC LIMIT ?`,
      )
      .raw(),
    days: driver
      .prepare<[string, string], RawDay>(
        `SELECT session_date, trader.name, ${factSelection} FROM trader_day JOIN trader ON trader.id = trader_id
          WHERE session_date BETWEEN ? AND ? ORDER BY session_date, trader.name`,
      )
      .raw(),
    daysOf: driver
      .prepare<[string, string, string, number], RawDay>(
        `SELECT session_date, trader.name, ${factSelection} FROM trader_day JOIN trader ON trader.id = trader_id
          WHERE trader.name = ? AND session_date BETWEEN ? AND ? ORDER BY session_date LIMIT ?`,
      )
      .raw(),
    // One search in the index for each date: a scan would read a row for each trader and session.
    datesWithFacts: driver
      .prepare<{ from: string; through: string }, string>(
        `WITH RECURSIVE date_with_facts (day) AS (
           SELECT min(session_date) FROM trader_day WHERE session_date BETWEEN :from AND :through
           UNION ALL
           SELECT (SELECT min(session_date) FROM trader_day WHERE session_date > day AND session_date <= :through)
             FROM date_with_facts WHERE day IS NOT NULL)
         SELECT day FROM date_with_facts WHERE day IS NOT NULL`,
      )
      .pluck(),
  };
}

interface StaleDay {
  readonly trader: string;
  readonly sessionDate: string;
}

function byTrader(days: readonly StaleDay[]): readonly TraderSessions[] {
  const sessions = new Map<string, string[]>();
  for (const { trader, sessionDate } of days) {
    const own = sessions.get(trader) ?? [];
    sessions.set(trader, own);
    own.push(sessionDate);
  }
  return Array.from(sessions, ([trader, own]) => ({ trader, sessions: own }));
}
