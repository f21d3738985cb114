import type { OpenLot } from '../../../domain/ledger/lot.ts';
import type { LedgerTransaction } from '../../../ports/ledgerStore.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { factColumns, factValues, marksText } from '../traderDayRow.ts';
import type { StoreTransaction } from './oneConnection.ts';
import type { Database } from './open.ts';
import type { RevisionLog } from './revisions.ts';
import type { OpenLotRow } from './schema.ts';

/**
 * Prepares the statements of a ledger update once, for all transactions.
 * @returns the port of one transaction. Its methods throw once that transaction has ended.
 */
export function createLedgerTransaction(
  driver: Database['driver'],
  revisions: RevisionLog,
): (transaction: StoreTransaction) => LedgerTransaction {
  const statements = prepare(driver);

  const lotsAfter = (id: number, session: string | undefined): readonly OpenLot[] =>
    session === undefined ? [] : statements.lots.all(id, session).map(openLot);
  /** The open lots after a session: its own closing lots, or earlier ones that it left as they were. */
  const lotsThrough = (id: number, session: string) =>
    lotsAfter(id, statements.lastSessionThrough.get(id, session));

  return (transaction) => {
    const traderId = (name: string): number => {
      if (!transaction.driver.inTransaction) throw new Error('the transaction of the ledger was rolled back');
      const id = statements.traderId.get(name);
      if (id === undefined)
        throw new Error(`the ledger asked for a trader who is not on the roster: ${name}`);
      return id;
    };
    return {
      async isPruned(trader, sessionDate) {
        return statements.pruned.get(traderId(trader), sessionDate) !== undefined;
      },

      async markStale(trader, sessionDate) {
        statements.markStale.run(traderId(trader), sessionDate);
      },

      async fills(trader, sessionDate) {
        return statements.blocks.all(traderId(trader), sessionDate).flatMap(({ account, ...block }) => {
          const columns = FillColumns.decode(block, `${sessionDate} ${account}`);
          return columns.counted(account, sessionDate);
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
        statements.removeFindings.run(id, sessionDate);
        for (const { code, account, symbol, weight, fills, text } of day?.findings ?? [])
          statements.saveFinding.run(id, sessionDate, code, account, symbol, weight, fills, text);
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
    };
  };
}

function prepare(driver: Database['driver']) {
  const placeholders = (count: number) => Array(count).fill('?').join(', ');
  return {
    traderId: driver.prepare<[string], number>('SELECT id FROM trader WHERE name = ?').pluck(),
    pruned: driver.prepare<[number, string], 1>(
      'SELECT 1 FROM pruned_block JOIN account ON account.id = account_id WHERE trader_id = ? AND session_date = ?',
    ),
    // Late: its lots changed because of another session, after this one was computed. The revisions report
    // it.
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
    saveLot: driver.prepare(
      `INSERT INTO open_lot (trader_id, session_date, ordinal, account, symbol, quantity, price, opened_on, opened_at_second)
       VALUES (${placeholders(9)})`,
    ),
    removeFindings: driver.prepare('DELETE FROM ledger_finding WHERE trader_id = ? AND session_date = ?'),
    saveFinding: driver.prepare(
      `INSERT INTO ledger_finding (trader_id, session_date, code, account, symbol, weight, fills, text)
       VALUES (${placeholders(8)})`,
    ),
    removeDay: driver.prepare('DELETE FROM trader_day WHERE trader_id = ? AND session_date = ?'),
    saveDay: driver.prepare(
      `REPLACE INTO trader_day (trader_id, session_date, ${factColumns.join(', ')}) VALUES (${placeholders(factColumns.length + 2)})`,
    ),
    settle: driver.prepare('DELETE FROM stale_day WHERE trader_id = ? AND session_date = ?'),
    saveMarks: driver.prepare(`REPLACE INTO low_water_marks VALUES (${placeholders(3)})`),
    removeMarks: driver.prepare('DELETE FROM low_water_marks WHERE trader_id = ? AND session_date = ?'),
  };
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
