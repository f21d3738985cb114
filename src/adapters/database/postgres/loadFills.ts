import type { Fill, Side } from '../../../domain/ledger/fill.ts';
import { StoreError } from '../../../shared/errors.ts';
import { FillColumns } from '../fillColumns.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/** What is read of the fills: all; no identities; or neither identities nor order ids. */
export type FillParts = 'all' | 'ledger' | 'amounts';

/** JSON lists of one column each, in the order of the fills. Those that were not asked for are null. */
interface Columns {
  readonly expected: number | null;
  readonly found: number;
  readonly highest: number;
  readonly seconds: string;
  readonly sides: string;
  readonly quantities: string;
  readonly symbols: string;
  readonly prices: string;
  readonly fees: string;
  readonly currencies: string;
  readonly statuses: string;
  readonly orderIds: string | null;
  readonly identities: string | null;
  readonly idDigests: string | null;
}

const list = (column: string) => `CAST(json_agg(${column}) AS text)`;
const ifRead = (parts: FillParts, unless: readonly FillParts[], column: string) =>
  unless.includes(parts) ? 'CAST(NULL AS text)' : list(column);

/**
 * One row with a list for each column: the driver would take five times as long for a row for each fill.
 * JSON keeps every digit of a double, and its sign.
 */
const select = (parts: FillParts) => `
  SELECT (SELECT fills FROM fill_block WHERE account_id = :accountId AND session_date = :sessionDate) AS expected,
         count(*) AS found, max(place) AS highest, ${list('second_of_day')} AS seconds, ${list('side')} AS sides,
         ${list('quantity')} AS quantities, ${list('symbol')} AS symbols, ${list('price')} AS prices,
         ${list('fees')} AS fees, ${list('currency')} AS currencies, ${list('status')} AS statuses,
         ${ifRead(parts, ['amounts'], 'order_id')} AS "orderIds",
         ${ifRead(parts, ['amounts', 'ledger'], 'identity')} AS identities,
         ${ifRead(parts, ['amounts', 'ledger'], 'id_digest')} AS "idDigests"
    FROM (SELECT * FROM fill WHERE account_id = :accountId AND session_date = :sessionDate ORDER BY place) AS own`;

const STATEMENTS: Readonly<Record<FillParts, string>> = {
  all: select('all'),
  ledger: select('ledger'),
  amounts: select('amounts'),
};

/**
 * The fills of an account and session, in their order; null where there are none.
 * @throws StoreError `database_damaged` where rows are missing or too many: something other than Daybreak
 *   changed them.
 */
export async function loadFills(
  connection: SqlConnection,
  { accountId, account, sessionDate }: { accountId: number; account: string; sessionDate: string },
  parts: FillParts,
): Promise<FillColumns | null> {
  const columns = await connection.get<Columns>(STATEMENTS[parts], { accountId, sessionDate });
  if (columns === undefined) return null;
  const { expected, found, highest } = columns;
  if (expected === null && found === 0) return null;
  if (expected !== found || highest !== found - 1) throw fillsChanged(sessionDate, account, found, expected);
  const fills = new FillColumns();
  for (const fill of rowsOf(columns, account, sessionDate)) fills.push(fill);
  return fills;
}

function* rowsOf(columns: Columns, account: string, sessionDate: string): Generator<Fill> {
  const parsed = <T>(json: string): readonly T[] => JSON.parse(json) as readonly T[];
  const seconds = parsed<number | null>(columns.seconds);
  const sides = parsed<Side>(columns.sides);
  const quantities = parsed<number>(columns.quantities);
  const symbols = parsed<string>(columns.symbols);
  const prices = parsed<number>(columns.prices);
  const fees = parsed<number>(columns.fees);
  const currencies = parsed<string>(columns.currencies);
  const statuses = parsed<string>(columns.statuses);
  const orderIds = parsed<string>(columns.orderIds ?? '[]');
  const identities = parsed<string>(columns.identities ?? '[]');
  const idDigests = parsed<number>(columns.idDigests ?? '[]');
  for (let place = 0; place < columns.found; place++)
    yield {
      account,
      sessionDate,
      secondOfDay: seconds[place] ?? null,
      side: sides[place] ?? 'B',
      quantity: quantities[place] ?? Number.NaN,
      symbol: symbols[place] ?? '',
      price: prices[place] ?? Number.NaN,
      fees: fees[place] ?? Number.NaN,
      currency: currencies[place] ?? '',
      orderId: orderIds[place] ?? '',
      status: statuses[place] ?? '',
      identity: identities[place] ?? '',
      idDigest: idDigests[place] ?? 0,
    };
}

function fillsChanged(
  sessionDate: string,
  account: string,
  found: number,
  expected: number | null,
): StoreError {
  return new StoreError(
    'database_damaged',
    `Database · table fill, ${sessionDate} ${account} · found ${found} fills · expected ${expected ?? 'none'}`,
    {
      hint: 'Something other than Daybreak changed the rows. Fetch or import the session again, or restore a backup.',
    },
  );
}
