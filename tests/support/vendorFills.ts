import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Fill, Side } from '../../src/domain/ledger/fill.ts';
import { fill } from './fills.ts';

export type CsvRow = Readonly<Record<string, string>>;

/** The rows of a CSV text, keyed by the header's names. */
export function csvRows(text: string): CsvRow[] {
  return parse(text, { columns: true, skip_empty_lines: true });
}

/** Fills of a PropReports CSV file in the file's order; reads only what the test data contains. */
export function readVendorFills(path: string): Fill[] {
  return csvRows(readFileSync(path, 'utf8')).map(vendorFill);
}

/** One account's fills grouped by session, oldest first, as the ledger expects them. */
export function sessionsOf(fills: readonly Fill[]): { sessionDate: string; fills: Fill[] }[] {
  return [...grouped(fills, (fill) => fill.sessionDate)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([sessionDate, ownFills]) => ({ sessionDate, fills: ownFills }));
}

/** Items grouped by key; keys in order of first occurrence. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}

const FEE_COLUMNS = ['Comm', 'Ecn Fee', 'SEC', 'ORF', 'CAT', 'TAF', 'FTT', 'NSCC', 'Acc', 'Clr', 'Misc'];

function vendorFill(row: CsvRow): Fill {
  const [month, day, year, hours, minutes, seconds] = (row['Date/Time'] ?? '').split(/[/ :]/).map(Number);
  const second = (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return fill({
    account: row['Account'] ?? '',
    sessionDate: [year, pad(month), pad(day)].join('-'),
    secondOfDay: second === 0 ? null : second,
    side: row['B/S'] as Side,
    quantity: Number(row['Qty']),
    symbol: row['Symbol'] ?? '',
    price: Number(row['Price']),
    fees: FEE_COLUMNS.reduce((sum, column) => sum + Number(row[column] ?? 0), 0),
    orderId: row['Order Id'] ?? '',
    identity: `F:${row['Fill Id']}`,
  });
}

function pad(part: number | undefined): string {
  return String(part).padStart(2, '0');
}
