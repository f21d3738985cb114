import { readFillsCsv } from '../../../src/adapters/sources/fillsCsv.ts';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import type { RejectedRow } from '../../../src/ports/source.ts';

export const HEADER =
  'Date/Time,Account,B/S,Qty,Symbol,Price,Route,Liq,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,Order Id,Fill Id,Currency,ISIN,CUSIP,Status,PropReports Id';

const GOOD_ROW: Readonly<Record<string, string>> = {
  'Date/Time': '10/31/2025 09:30:05',
  Account: 'NET001',
  'B/S': 'B',
  Qty: '100',
  Symbol: 'AAPL',
  Price: '10.25',
  Route: 'ARCA',
  Liq: 'A',
  Comm: '0.20',
  'Ecn Fee': '-0.05',
  'Order Id': 'O1',
  'Fill Id': 'F1',
  Currency: 'USD',
  'PropReports Id': '1',
};

/** One line of a fills CSV: a valid row with the given cells replaced. */
export function row(values: Readonly<Record<string, string>> = {}): string {
  return HEADER.split(',')
    .map((name) => values[name] ?? GOOD_ROW[name] ?? '')
    .join(',');
}

export function csv(...rows: string[]): string {
  return [HEADER, ...rows, ''].join('\n');
}

/** FNV-1a of a text, 32 bits, in plain arithmetic. */
export function fnv(text: string): number {
  let digest = 2166136261n;
  for (const character of text) digest = ((digest ^ BigInt(character.charCodeAt(0))) * 16777619n) % 2n ** 32n;
  return Number(digest);
}

/** The fill that a reader returns for `row()`, with the given changes. */
export function fillOfRow(changes: Partial<Fill> = {}): Fill {
  return {
    account: 'NET001',
    sessionDate: '2025-10-31',
    secondOfDay: 9 * 3600 + 30 * 60 + 5,
    side: 'B',
    quantity: 100,
    symbol: 'AAPL',
    price: 10.25,
    fees: 0.2 - 0.05,
    orderId: 'O1',
    currency: 'USD',
    status: '',
    idDigest: fnv('F1'),
    identity: 'P:1',
    ...changes,
  };
}

export async function readAll(
  chunks: string | Uint8Array | AsyncIterable<string | Uint8Array>,
): Promise<{ fills: Fill[]; rejected: RejectedRow[] }> {
  const fills: Fill[] = [];
  const rejected: RejectedRow[] = [];
  const stream = typeof chunks === 'string' || chunks instanceof Uint8Array ? pieces([chunks]) : chunks;
  for await (const batch of readFillsCsv(stream, { where: 'fills.csv' })) {
    fills.push(...batch.fills);
    rejected.push(...batch.rejected);
  }
  return { fills, rejected };
}

export async function* pieces<T>(all: Iterable<T>): AsyncIterable<T> {
  yield* all;
}
