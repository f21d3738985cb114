import type { CorporateAction, OpeningPosition } from '../../../domain/ledger/corrections.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import { openingLots } from '../../../domain/ledger/openingLots.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { corporateAction, openLot } from './openingLotsReader.ts';
import type { CorporateActionRow, OpenLotRow } from './schema.ts';

/** What a trader holds at the close of a session. */
export interface LotsOfTrader {
  readonly trader: string;
  readonly lots: readonly OpenLot[];
}

/**
 * What each trader holds at the close of a date, on which it need not have traded: the closing lots of its
 * last session, and what later corrections made of them. Four statements, however many traders there are.
 * @returns every trader of the roster, by name.
 */
export async function lotsOfTraders(
  connection: SqlConnection,
  through: string,
): Promise<readonly LotsOfTrader[]> {
  const [traders, lots, actions, positions] = await connection.batch([
    [TRADERS, { through }],
    [lotsSql(connection), { through }],
    [ACTIONS, through],
    [POSITIONS, through],
  ]);
  const lotsOf = byTrader(lots as (OpenLotRow & OfTrader)[]);
  const positionsOf = byTrader(positions as (OpeningPosition & OfTrader)[]);
  const allActions = (actions as CorporateActionRow[]).map(corporateAction);
  return (traders as TraderRow[]).map(({ id, trader, since }) => ({
    trader,
    lots: correctedLots(lotsOf.get(id) ?? [], {
      actions: allActions.filter(({ sessionDate }) => sessionDate > since),
      positions: (positionsOf.get(id) ?? []).filter(({ sessionDate }) => sessionDate > since),
    }),
  }));
}

interface OfTrader {
  readonly trader_id: number;
}

interface TraderRow {
  readonly id: number;
  readonly trader: string;
  /** The last session with facts; '' where there is none. */
  readonly since: string;
}

interface Corrections {
  readonly actions: readonly CorporateAction[];
  readonly positions: readonly OpeningPosition[];
}

function correctedLots(rows: readonly OpenLotRow[], { actions, positions }: Corrections): readonly OpenLot[] {
  if (rows.length === 0 && positions.length === 0) return [];
  return openingLots(rows.map(openLot), { actions, positions: positions.map(position) }).lots;
}

/** Without the number of the trader. */
function position(row: OpeningPosition): OpeningPosition {
  const { sessionDate, account, symbol, quantity, price, currency } = row;
  return { sessionDate, account, symbol, quantity, price, currency };
}

function byTrader<Row extends OfTrader>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const traders = new Map<number, Row[]>();
  for (const row of rows) {
    const own = traders.get(row.trader_id) ?? [];
    traders.set(row.trader_id, own);
    own.push(row);
  }
  return traders;
}

/** One search in an index for each trader. */
const LAST_SESSION = `(SELECT session_date FROM trader_day WHERE trader_id = trader.id AND session_date <= :through
  ORDER BY session_date DESC LIMIT 1)`;
const TRADERS = `SELECT id, name AS trader, coalesce(${LAST_SESSION}, '') AS since FROM trader ORDER BY name`;
const ACTIONS = `SELECT * FROM corporate_action WHERE session_date <= ?
  ORDER BY session_date, symbol, action`;
const POSITIONS = `SELECT account.trader_id, session_date AS "sessionDate", account, symbol, quantity, price, currency
    FROM opening_position JOIN account ON account.code = opening_position.account
   WHERE session_date <= ? ORDER BY session_date, account, symbol, ordinal`;

function lotsSql({ dialect }: SqlConnection): string {
  return `WITH last AS MATERIALIZED (SELECT id, ${LAST_SESSION} AS since FROM trader)
    SELECT open_lot.* FROM last ${joinInOrder(dialect)} open_lot
        ON trader_id = last.id AND session_date = last.since ORDER BY trader_id, ordinal`;
}
