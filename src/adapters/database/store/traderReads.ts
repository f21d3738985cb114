import type { CorporateAction, OpeningPosition } from '../../../domain/ledger/corrections.ts';
import { type OpeningLots, openingLots } from '../../../domain/ledger/openingLots.ts';
import type { BlockKey } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { corporateAction, openLot } from './openingLotsReader.ts';
import { readStanding, type Standing, standingStatements } from './revisions.ts';
import type { CorporateActionRow, OpenLotRow } from './schema.ts';

/** What the ledger reads once of a trader: nothing of it changes before the end of its transaction. */
export interface TraderReads {
  readonly id: number;
  /** The first session whose blocks were read. */
  readonly from: string;
  /** Blocks of fills by session. */
  readonly blocks: ReadonlyMap<string, readonly BlockKey[]>;
  readonly actions: readonly CorporateAction[];
  readonly positions: readonly OpeningPosition[];
}

/** What the ledger reads of one trader-day before it writes it. */
export interface DayReads {
  readonly rates: ReadonlyMap<string, number>;
  readonly standing: Standing;
  /** The next session with facts; null where there is none. */
  readonly next: string | null;
  readonly opening: OpeningLots;
}

/**
 * Reads a trader in one piece.
 * @param from the first session of which fills are needed.
 * @throws Error where the trader is not on the roster.
 */
export async function readTrader(
  connection: SqlConnection,
  name: string,
  from: string,
): Promise<TraderReads> {
  const [ids, blocks, actions, positions] = await connection.batch([
    ['SELECT id FROM trader WHERE name = ?', name],
    [blocksOf(connection), name, from],
    [ACTIONS],
    [positionsOf(connection), name],
  ]);
  const [own] = ids as { id: number }[];
  if (own === undefined) throw new Error(`the ledger asked for a trader who is not on the roster: ${name}`);
  return {
    id: own.id,
    from,
    blocks: bySession(blocks as BlockKey[]),
    actions: (actions as CorporateActionRow[]).map(corporateAction),
    positions: positions as OpeningPosition[],
  };
}

/** Reads a trader-day in one piece. */
export async function readDay(
  connection: SqlConnection,
  trader: TraderReads,
  sessionDate: string,
): Promise<DayReads> {
  const day = { traderId: trader.id, sessionDate };
  const [rates, next, last, lots, ...standing] = await connection.batch([
    [RATES, sessionDate],
    [NEXT_SESSION, trader.id, sessionDate],
    [LAST_SESSION, trader.id, sessionDate],
    [LOTS, day],
    ...standingStatements(day),
  ]);
  return {
    rates: ratesOf(rates as RateRow[]),
    next: sessionOf(next),
    opening: openingOf(trader, sessionDate, { last: sessionOf(last), lots: lots as OpenLotRow[] }),
    standing: readStanding(standing),
  };
}

/** What the trader holds at the open of a session, as it is stored now. */
export async function readOpening(
  connection: SqlConnection,
  trader: TraderReads,
  sessionDate: string,
): Promise<OpeningLots> {
  const [last, lots] = await connection.batch([
    [LAST_SESSION, trader.id, sessionDate],
    [LOTS, { traderId: trader.id, sessionDate }],
  ]);
  return openingOf(trader, sessionDate, { last: sessionOf(last), lots: lots as OpenLotRow[] });
}

/** The rates of a session, by currency. */
export async function readRates(
  connection: SqlConnection,
  sessionDate: string,
): Promise<ReadonlyMap<string, number>> {
  return ratesOf(await connection.all<RateRow>(RATES, sessionDate));
}

function ratesOf(rows: readonly RateRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ currency, rate }) => [currency, rate]));
}

function bySession(blocks: readonly BlockKey[]): ReadonlyMap<string, readonly BlockKey[]> {
  const sessions = new Map<string, BlockKey[]>();
  for (const block of blocks) {
    const own = sessions.get(block.sessionDate) ?? [];
    sessions.set(block.sessionDate, own);
    own.push(block);
  }
  return sessions;
}

interface RateRow {
  readonly currency: string;
  readonly rate: number;
}

/** Corrections count from after the last session with facts. */
function openingOf(
  { actions, positions }: TraderReads,
  through: string,
  { last, lots }: { readonly last: string | null; readonly lots: readonly OpenLotRow[] },
): OpeningLots {
  const counts = ({ sessionDate }: { readonly sessionDate: string }) =>
    sessionDate > (last ?? '') && sessionDate <= through;
  return openingLots(lots.map(openLot), {
    actions: actions.filter(counts),
    positions: positions.filter(counts),
  });
}

function sessionOf(rows: readonly object[] | undefined): string | null {
  return (rows as { session_date: string }[])[0]?.session_date ?? null;
}

function blocksOf({ dialect }: SqlConnection): string {
  return `SELECT account.id AS "accountId", account.code AS account, session_date AS "sessionDate"
    FROM trader ${joinInOrder(dialect)} account ON account.trader_id = trader.id
         ${joinInOrder(dialect)} fill_block ON account_id = account.id
   WHERE trader.name = ? AND session_date >= ? ORDER BY session_date, account.id`;
}

function positionsOf({ dialect }: SqlConnection): string {
  return `SELECT session_date AS "sessionDate", account, symbol, quantity, price, currency
    FROM trader ${joinInOrder(dialect)} account ON account.trader_id = trader.id
         JOIN opening_position ON opening_position.account = account.code
   WHERE trader.name = ? ORDER BY session_date, account, symbol, ordinal`;
}

const ACTIONS = 'SELECT * FROM corporate_action ORDER BY session_date, symbol, action';
const RATES = 'SELECT currency, rate FROM exchange_rate WHERE session_date = ?';
const NEXT_SESSION = `SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date > ?
  ORDER BY session_date LIMIT 1`;
const LAST_SESSION = `SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date < ?
  ORDER BY session_date DESC LIMIT 1`;
const LOTS = `SELECT * FROM open_lot WHERE trader_id = :traderId AND session_date =
    (SELECT session_date FROM trader_day WHERE trader_id = :traderId AND session_date < :sessionDate
      ORDER BY session_date DESC LIMIT 1)
  ORDER BY ordinal`;
