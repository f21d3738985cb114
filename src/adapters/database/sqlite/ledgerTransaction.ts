import type { LedgerFinding } from '../../../domain/ledger/finding.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import type { MultiplierRule } from '../../../domain/roster/roster.ts';
import type { LedgerTransaction } from '../../../ports/ledgerStore.ts';
import { exposureValues } from '../exposureRow.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { factColumns, factValues, marksText } from '../traderDayRow.ts';
import type { BaseCurrency } from './baseCurrency.ts';
import type { StoreTransaction } from './oneConnection.ts';
import type { Database } from './open.ts';
import { createOpeningLotsReader } from './openingLotsReader.ts';
import type { RevisionLog } from './revisions.ts';

/**
 * Prepares the statements of a ledger update once, for all transactions.
 * @returns the port of one transaction. Its methods throw once that transaction has ended.
 */
export function createLedgerTransaction(
  driver: Database['driver'],
  revisions: RevisionLog,
  baseCurrency: BaseCurrency,
): (transaction: StoreTransaction) => LedgerTransaction {
  const statements = prepare(driver);

  const opening = createOpeningLotsReader(driver);

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

      async openingLots(trader, sessionDate) {
        return opening.before(traderId(trader), sessionDate);
      },

      async multipliers() {
        return statements.multipliers.all();
      },

      async baseCurrency() {
        return baseCurrency.current();
      },

      async rates(sessionDate) {
        return new Map(statements.rates.all(sessionDate).map(({ currency, rate }) => [currency, rate]));
      },

      async nextActiveSession(trader, after) {
        return statements.nextSession.get(traderId(trader), after) ?? null;
      },

      async saveDay(trader, sessionDate, day) {
        const id = traderId(trader);
        const next = statements.nextSession.get(id, sessionDate);
        const lotsAtNext = () => (next === undefined ? '' : JSON.stringify(opening.before(id, next)));
        const before = lotsAtNext();
        const standing = revisions.standing(id, sessionDate);
        statements.removeLots.run(id, sessionDate);
        statements.removePrices.run({ sessionDate });
        statements.removeFindings.run(id, sessionDate);
        for (const finding of day?.findings ?? [])
          statements.saveFinding.run(...findingValues(id, sessionDate, finding));
        if (day) {
          statements.saveDay.run(id, sessionDate, ...factValues(day.facts));
          statements.saveMarks.run(id, sessionDate, marksText(day.facts.lowWaterMarks));
          statements.saveExposure.run(id, sessionDate, ...exposureValues(day.facts.openExposure));
          for (const [ordinal, lot] of day.closingLots.entries()) {
            statements.saveLot.run(...lotValues(id, sessionDate, ordinal, lot));
          }
        } else {
          statements.removeDay.run(id, sessionDate);
          statements.removeMarks.run(id, sessionDate);
          statements.removeExposure.run(id, sessionDate);
        }
        revisions.note(id, sessionDate, standing, day?.facts.netPnl ?? null);
        return { lotsChanged: before !== lotsAtNext(), netBefore: standing.netBefore };
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
    nextSession: driver
      .prepare<[number, string], string>(
        'SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date > ? ORDER BY session_date LIMIT 1',
      )
      .pluck(),
    multipliers: driver.prepare<[], MultiplierRule>('SELECT pattern, multiplier FROM multiplier'),
    rates: driver.prepare<[string], { currency: string; rate: number }>(
      'SELECT currency, rate FROM exchange_rate WHERE session_date = ?',
    ),
    // They are made again from the fills, unless some of the session's fills were removed.
    removePrices: driver.prepare<{ sessionDate: string }>(
      `DELETE FROM symbol_prices WHERE session_date = :sessionDate
          AND NOT EXISTS (SELECT 1 FROM account CROSS JOIN pruned_block ON account_id = account.id
                           WHERE pruned_block.session_date = :sessionDate)`,
    ),
    removeLots: driver.prepare('DELETE FROM open_lot WHERE trader_id = ? AND session_date = ?'),
    saveLot: driver.prepare(
      `INSERT INTO open_lot (trader_id, session_date, ordinal, account, symbol, quantity, price, opened_on,
                             opened_at_second, currency, last_price)
       VALUES (${placeholders(11)})`,
    ),
    removeFindings: driver.prepare('DELETE FROM ledger_finding WHERE trader_id = ? AND session_date = ?'),
    saveFinding: driver.prepare(
      `INSERT INTO ledger_finding (trader_id, session_date, code, account, symbol, currency, weight, fills, text)
       VALUES (${placeholders(9)})`,
    ),
    removeDay: driver.prepare('DELETE FROM trader_day WHERE trader_id = ? AND session_date = ?'),
    saveDay: driver.prepare(
      `REPLACE INTO trader_day (trader_id, session_date, ${factColumns.join(', ')}) VALUES (${placeholders(factColumns.length + 2)})`,
    ),
    settle: driver.prepare('DELETE FROM stale_day WHERE trader_id = ? AND session_date = ?'),
    saveMarks: driver.prepare(`REPLACE INTO low_water_marks VALUES (${placeholders(3)})`),
    removeMarks: driver.prepare('DELETE FROM low_water_marks WHERE trader_id = ? AND session_date = ?'),
    saveExposure: driver.prepare(`REPLACE INTO open_exposure VALUES (${placeholders(6)})`),
    removeExposure: driver.prepare('DELETE FROM open_exposure WHERE trader_id = ? AND session_date = ?'),
  };
}

function findingValues(traderId: number, sessionDate: string, finding: LedgerFinding): unknown[] {
  const { code, account, symbol, currency, weight, fills, text } = finding;
  return [traderId, sessionDate, code, account, symbol, currency, weight, fills, text];
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
    lot.currency,
    lot.lastPrice,
  ];
}
