import type { CorporateAction, OpeningPosition } from '../../../domain/ledger/corrections.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import { type OpeningLots, openingLots } from '../../../domain/ledger/openingLots.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import type { CorporateActionRow, OpenLotRow } from './schema.ts';

/**
 * What a trader holds at the open of a session: the closing lots of its last active session before the date,
 * and what corrections made of them.
 */
export async function lotsBefore(
  connection: SqlConnection,
  traderId: number,
  date: string,
): Promise<OpeningLots> {
  return lotsSince(connection, traderId, await connection.value<string>(LAST_BEFORE, traderId, date), date);
}

async function lotsSince(
  connection: SqlConnection,
  traderId: number,
  session: string | undefined,
  through: string,
): Promise<OpeningLots> {
  const since = session ?? '';
  const [rows, actions, positions] = await connection.batch([
    [LOTS, traderId, since],
    [ACTIONS, since, through],
    [POSITIONS, traderId, since, through],
  ]);
  return openingLots((rows as OpenLotRow[]).map(openLot), {
    actions: (actions as CorporateActionRow[]).map(corporateAction),
    positions: positions as OpeningPosition[],
  });
}

const LAST_BEFORE = `SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date < ?
  ORDER BY session_date DESC LIMIT 1`;
const LOTS = 'SELECT * FROM open_lot WHERE trader_id = ? AND session_date = ? ORDER BY ordinal';
const ACTIONS = `SELECT * FROM corporate_action WHERE session_date > ? AND session_date <= ?
  ORDER BY session_date, symbol, action`;
const POSITIONS = `SELECT session_date AS "sessionDate", account, symbol, quantity, price, currency
    FROM opening_position JOIN account ON account.code = opening_position.account
   WHERE account.trader_id = ? AND session_date > ? AND session_date <= ?
   ORDER BY session_date, account, symbol, ordinal`;

/** A lot as the ledger uses it. */
export function openLot(row: OpenLotRow): OpenLot {
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
