import type { OpenLot } from '../../../domain/ledger/lot.ts';
import type { TraderDaySummary } from '../../../domain/ledger/traderDayFacts.ts';
import type { LedgerStore, TraderSessions } from '../../../ports/ledgerStore.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import {
  factColumns,
  factSelection,
  factValues,
  marksText,
  type RawDay,
  summaryOf,
} from '../traderDayRow.ts';
import { createLowWaterMarkReader } from './lowWaterMarkReader.ts';
import type { Database } from './open.ts';
import { createPriceReader } from './priceReader.ts';
import { createRevisionLog } from './revisions.ts';
import type { OpenLotRow } from './schema.ts';

/** Trader-days and open lots on SQLite. A morning reads and writes one trader-day at a time, so all of it is prepared. */
export function createLedgerStore({ driver }: Database): LedgerStore {
  const statements = prepare(driver);
  const revisions = createRevisionLog(driver);
  const readMarks = createLowWaterMarkReader(driver);
  const readPrints = createPriceReader(driver);
  const traderId = (name: string): number => {
    const id = statements.traderId.get(name);
    if (id === undefined) throw new Error(`the ledger asked for a trader who is not on the roster: ${name}`);
    return id;
  };

  const lotsAfter = (id: number, session: string | undefined): readonly OpenLot[] =>
    session === undefined ? [] : statements.lots.all(id, session).map(openLot);
  /** What is open after a session: its own closing lots, or those it left untouched. */
  const lotsThrough = (id: number, session: string) =>
    lotsAfter(id, statements.lastSessionThrough.get(id, session));

  return {
    stale: async () => statements.stale.all().map(traderSessions),
    blocked: async () => statements.blocked.all().map(traderSessions),

    async isPruned(trader, sessionDate) {
      return statements.pruned.get(traderId(trader), sessionDate) !== undefined;
    },

    async markStale(trader, sessionDate) {
      statements.markStale.run(traderId(trader), sessionDate);
    },

    async fills(trader, sessionDate) {
      return statements.blocks.all(traderId(trader), sessionDate).flatMap(({ account, ...block }) => {
        const columns = FillColumns.decode(block);
        return Array.from({ length: columns.length }, (_, place) =>
          columns.forLedger(place, account, sessionDate),
        );
      });
    },

    async lotsBefore(trader, sessionDate) {
      const id = traderId(trader);
      return lotsAfter(id, statements.lastSessionBefore.get(id, sessionDate));
    },

    async nextActiveSession(trader, after) {
      return statements.nextSession.get(traderId(trader), after) ?? null;
    },

    async saveDay(trader, sessionDate, day) {
      const id = traderId(trader);
      const before = JSON.stringify(lotsThrough(id, sessionDate));
      const standing = revisions.standing(id, sessionDate);
      statements.removeLots.run(id, sessionDate);
      if (day) {
        statements.saveDay.run(id, sessionDate, ...factValues(day.facts));
        statements.saveMarks.run(id, sessionDate, marksText(day.facts.lowWaterMarks));
        for (const [ordinal, lot] of day.closingLots.entries()) {
          statements.saveLot.run(...lotValues(id, sessionDate, ordinal, lot));
        }
      } else {
        statements.removeDay.run(id, sessionDate);
        statements.removeMarks.run(id, sessionDate);
      }
      revisions.note(id, sessionDate, standing, day?.facts.netPnl ?? null);
      return { lotsChanged: before !== JSON.stringify(lotsThrough(id, sessionDate)) };
    },

    async settle(trader, sessions) {
      const id = traderId(trader);
      for (const session of sessions) statements.settle.run(id, session);
    },

    async atomically(work) {
      driver.exec('BEGIN IMMEDIATE');
      try {
        const result = await work();
        driver.exec('COMMIT');
        return result;
      } catch (error) {
        if (driver.inTransaction) driver.exec('ROLLBACK');
        throw error;
      }
    },

    async recentDays(through, limit) {
      const days = new Map<string, readonly TraderDaySummary[]>();
      for (const { id, name } of statements.traders.all()) {
        const rows = statements.recentDays.all(name, id, through, limit);
        if (rows.length > 0) days.set(name, rows.reverse().map(summaryOf));
      }
      return days;
    },

    async days(from, to) {
      return statements.days.all(from, to).map(summaryOf);
    },

    marks: readMarks,

    prints: readPrints,

    async revisions(foundFrom, foundThrough) {
      return revisions.between(foundFrom, foundThrough);
    },

    async openPositions(through) {
      return statements.openPositions.all({ through });
    },
  };
}

function prepare(driver: Database['driver']) {
  const marks = (count: number) => Array(count).fill('?').join(', ');
  const staleDays = (pruned: 'EXISTS' | 'NOT EXISTS') =>
    driver.prepare<[], { trader: string; sessions: string }>(
      `SELECT trader.name AS trader, json_group_array(stale_day.session_date ORDER BY stale_day.session_date) AS sessions
         FROM stale_day JOIN trader ON trader.id = stale_day.trader_id
        WHERE ${pruned} (SELECT 1 FROM account JOIN pruned_block ON account_id = account.id
                          WHERE account.trader_id = stale_day.trader_id AND pruned_block.session_date = stale_day.session_date)
        GROUP BY trader.id ORDER BY trader.name`,
    );
  return {
    traderId: driver.prepare<[string], number>('SELECT id FROM trader WHERE name = ?').pluck(),
    traders: driver.prepare<[], { id: number; name: string }>('SELECT id, name FROM trader ORDER BY name'),
    stale: staleDays('NOT EXISTS'),
    blocked: staleDays('EXISTS'),
    pruned: driver.prepare<[number, string], 1>(
      'SELECT 1 FROM pruned_block JOIN account ON account.id = account_id WHERE trader_id = ? AND session_date = ?',
    ),
    // Late: lots reach it from a session that changed after this one was computed, which the revisions tell of.
    markStale: driver.prepare(
      'INSERT INTO stale_day (trader_id, session_date, late) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET late = 1',
    ),
    blocks: driver.prepare<[number, string], StoredBlock & { account: string }>(
      `SELECT account.code AS account, fills, numbers, texts, '[]' AS identities
         FROM account CROSS JOIN fill_block ON account_id = account.id
        WHERE account.trader_id = ? AND session_date = ? ORDER BY account.id`,
    ),
    lastSessionBefore: driver
      .prepare<[number, string], string>(
        'SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date < ? ORDER BY session_date DESC LIMIT 1',
      )
      .pluck(),
    lastSessionThrough: driver
      .prepare<[number, string], string>(
        'SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date <= ? ORDER BY session_date DESC LIMIT 1',
      )
      .pluck(),
    nextSession: driver
      .prepare<[number, string], string>(
        'SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date > ? ORDER BY session_date LIMIT 1',
      )
      .pluck(),
    lots: driver.prepare<[number, string], OpenLotRow>(
      'SELECT * FROM open_lot WHERE trader_id = ? AND session_date = ? ORDER BY ordinal',
    ),
    removeLots: driver.prepare('DELETE FROM open_lot WHERE trader_id = ? AND session_date = ?'),
    saveLot: driver.prepare(`INSERT INTO open_lot VALUES (${marks(9)})`),
    removeDay: driver.prepare('DELETE FROM trader_day WHERE trader_id = ? AND session_date = ?'),
    saveDay: driver.prepare(
      `REPLACE INTO trader_day (trader_id, session_date, ${factColumns.join(', ')}) VALUES (${marks(factColumns.length + 2)})`,
    ),
    settle: driver.prepare('DELETE FROM stale_day WHERE trader_id = ? AND session_date = ?'),
    saveMarks: driver.prepare(`REPLACE INTO low_water_marks VALUES (${marks(3)})`),
    removeMarks: driver.prepare('DELETE FROM low_water_marks WHERE trader_id = ? AND session_date = ?'),
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
    openPositions: driver.prepare<{ through: string }, { trader: string; lots: number; notional: number }>(
      `SELECT trader.name AS trader, count(*) AS lots, sum(abs(quantity) * price) AS notional
         FROM open_lot JOIN trader ON trader.id = open_lot.trader_id
        WHERE session_date = (SELECT max(session_date) FROM trader_day
                               WHERE trader_day.trader_id = open_lot.trader_id AND session_date <= :through)
        GROUP BY trader.name ORDER BY trader.name`,
    ),
  };
}

function traderSessions({ trader, sessions }: { trader: string; sessions: string }): TraderSessions {
  return { trader, sessions: JSON.parse(sessions) as string[] };
}

function openLot(row: OpenLotRow): OpenLot {
  return {
    account: row.account,
    symbol: row.symbol,
    quantity: row.quantity,
    price: row.price,
    openedOn: row.opened_on,
    openedAtSecond: row.opened_at_second,
  };
}

function lotValues(traderId: number, sessionDate: string, ordinal: number, lot: OpenLot): unknown[] {
  return [
    traderId,
    sessionDate,
    ordinal,
    lot.account,
    lot.symbol,
    lot.quantity,
    lot.price,
    lot.openedOn,
    lot.openedAtSecond,
  ];
}
