import type { CorporateAction, OpeningPosition } from '../../../domain/ledger/corrections.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import { type OpeningLots, openingLots } from '../../../domain/ledger/openingLots.ts';
import type { Database } from './open.ts';
import type { CorporateActionRow, OpenLotRow } from './schema.ts';

/** Reads what a trader holds at the open of a session. The caller must hold the connection. */
export interface OpeningLotsReader {
  /**
   * The closing lots of the trader's last active session before the date, and what corrections made of them.
   */
  before(traderId: number, sessionDate: string): OpeningLots;
  /** The same at the close of a date, on which the trader need not have traded. */
  after(traderId: number, sessionDate: string): OpeningLots;
}

export function createOpeningLotsReader(driver: Database['driver']): OpeningLotsReader {
  const statements = prepare(driver);
  const read = (id: number, session: string | undefined, through: string): OpeningLots => {
    const lots = session === undefined ? [] : statements.lots.all(id, session).map(openLot);
    return openingLots(lots, {
      actions: statements.actions.all(session ?? '', through).map(corporateAction),
      positions: statements.positions.all(id, session ?? '', through),
    });
  };
  return {
    before: (id, date) => read(id, statements.lastSessionBefore.get(id, date), date),
    after: (id, date) => read(id, statements.lastSessionThrough.get(id, date), date),
  };
}

function prepare(driver: Database['driver']) {
  const lastSession = (comparison: '<' | '<=') =>
    driver
      .prepare<[number, string], string>(
        `SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date ${comparison} ?
          ORDER BY session_date DESC LIMIT 1`,
      )
      .pluck();
  return {
    lastSessionBefore: lastSession('<'),
    lastSessionThrough: lastSession('<='),
    lots: driver.prepare<[number, string], OpenLotRow>(
      'SELECT * FROM open_lot WHERE trader_id = ? AND session_date = ? ORDER BY ordinal',
    ),
    actions: driver.prepare<[string, string], CorporateActionRow>(
      `SELECT * FROM corporate_action WHERE session_date > ? AND session_date <= ?
        ORDER BY session_date, symbol, action`,
    ),
    positions: driver.prepare<[number, string, string], OpeningPosition>(
      `SELECT session_date AS sessionDate, account, symbol, quantity, price, currency
         FROM opening_position JOIN account ON account.code = opening_position.account
        WHERE account.trader_id = ? AND session_date > ? AND session_date <= ?
        ORDER BY session_date, account, symbol, ordinal`,
    ),
  };
}

function openLot(row: OpenLotRow): OpenLot {
  return {
    account: row.account,
    symbol: row.symbol,
    quantity: row.quantity,
    price: row.price,
    currency: row.currency,
    lastPrice: row.last_price,
    openedOn: row.opened_on,
    openedAtSecond: row.opened_at_second,
  };
}

/** A split has a ratio and a rename a new symbol: the import of corrections stores no other row. */
export function corporateAction(row: CorporateActionRow): CorporateAction {
  const { session_date: sessionDate, symbol } = row;
  if (row.action === 'split' && row.ratio !== null)
    return { action: 'split', sessionDate, symbol, ratio: row.ratio };
  if (row.action === 'rename' && row.new_symbol !== null)
    return { action: 'rename', sessionDate, symbol, newSymbol: row.new_symbol };
  throw new Error(
    `corporate action of ${symbol} on ${sessionDate} · found ${row.action} · expected split or rename`,
  );
}
