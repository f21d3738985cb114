import type { Fill } from '../../domain/ledger/fill.ts';
import { plainDecimal } from '../../domain/text/plainDecimal.ts';
import { reversibleText } from '../../domain/text/reversibleText.ts';
import { jsonText } from '../../shared/jsonText.ts';

/** A fill and the trader who has its account. */
interface TradersFill {
  readonly trader: string;
  readonly fill: Fill;
}

/**
 * Columns of exported fills. `import` reads them: `Daybreak Id` and `Id Digest` keep the identity of a fill
 * that has no id of its own, and the digest of a second id.
 */
const COLUMNS = [
  ...['Date/Time', 'Account', 'B/S', 'Qty', 'Symbol', 'Price', 'Fees', 'Currency', 'Order Id', 'Status'],
  ...['Daybreak Id', 'Id Digest', 'Trader'],
];

/** The header line of exported fills. */
export const fillsCsvHeader = `${COLUMNS.join(',')}\n`;

/**
 * Fills as lines of CSV, one a fill. An import into an empty store gives the same fills.
 * Example: `03/02/2026 10:00:00,NET001,B,100,AAPL,10.25,0.5,USD,O1,,P:7001,e40c292c,NET001`
 */
export function fillsCsv(fills: readonly TradersFill[]): string {
  return fills.map(({ trader, fill }) => `${cellsOf(trader, fill).map(quotedCell).join(',')}\n`).join('');
}

/** Fills as elements of an indented JSON list, without its brackets. Columns as in the view `fills`. */
export function fillsJson(fills: readonly TradersFill[]): string {
  return fills.map((each) => jsonText(documentOf(each)).replaceAll(/^/gm, '  ')).join(',\n');
}

function cellsOf(trader: string, fill: Fill): readonly string[] {
  const [year = '', month = '', day = ''] = fill.sessionDate.split('-');
  return [
    `${month}/${day}/${year} ${timeOfDay(fill.secondOfDay ?? 0)}`,
    reversibleText(fill.account),
    fill.side,
    plainDecimal(fill.quantity),
    reversibleText(fill.symbol),
    plainDecimal(fill.price),
    plainDecimal(fill.fees),
    fill.currency,
    reversibleText(fill.orderId),
    reversibleText(fill.status),
    reversibleText(fill.identity),
    digestText(fill.idDigest),
    reversibleText(trader),
  ];
}

function documentOf({ trader, fill }: TradersFill) {
  return {
    session_date: fill.sessionDate,
    trader,
    account: fill.account,
    time_of_day: fill.secondOfDay === null ? null : timeOfDay(fill.secondOfDay),
    side: fill.side,
    quantity: fill.quantity,
    symbol: fill.symbol,
    price: fill.price,
    fees: fill.fees,
    currency: fill.currency,
    order_id: fill.orderId,
    status: fill.status,
    identity: fill.identity,
    id_digest: digestText(fill.idDigest),
  };
}

/** Midnight stands for an unknown time, as in the exports of PropReports. */
function timeOfDay(second: number): string {
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function digestText(digest: number): string {
  return digest === 0 ? '' : digest.toString(16).padStart(8, '0');
}

/** RFC 4180. */
function quotedCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
