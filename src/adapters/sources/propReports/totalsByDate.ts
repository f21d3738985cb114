import type { SourceTotals } from '../../../ports/source.ts';
import { SourceError } from '../../../shared/errors.ts';
import { createCsvRecordReader } from '../csvRecords.ts';
import type { RowError } from '../rowError.ts';
import { createTotalsReport, isTotalsHeader, type TotalsPlace, type TotalsRow } from '../totalsReport.ts';

/** Reads the pages of a totalsByDate report. */
export interface TotalsReader {
  read(where: string, page: Uint8Array | string): void;
  /** One entry in dollars per account and day with activity; call it after the last page. */
  totals(): SourceTotals[];
}

export interface TotalsReaderOptions {
  /** The account of the report; null for a report that names its accounts itself. */
  readonly account: string | null;
  /** Codes of the desk's accounts, which a line or a column Account may name. */
  readonly knownAccounts: ReadonlySet<string>;
}

/**
 * Creates a reader that adds up the symbols of each account's day, in dollars. Its `read` throws at the first
 * row that cannot be read, because the total of that day would be wrong.
 *
 * @throws SourceError `source_unattributed` for a day without a known account, `source_undated` for a row
 *   without a date, `source_columns`, `source_row` and `source_number` for a row that cannot be read.
 */
export function createTotalsReader({ account, knownAccounts }: TotalsReaderOptions): TotalsReader {
  const sums = new Map<string, SourceTotals>();
  let where = '';
  const report = createTotalsReport({
    // An unknown name above a date also starts an account; its rows must not count for the account before it.
    namesAccount: (text, isAboveDate) => account === null && (isAboveDate || knownAccounts.has(text)),
    onRow: (row) => addRow(row),
    onBadRow: (row) => {
      // A line without a comma is a title, not a truncated row: pages without their trailer are rejected
      // before.
      if (row.raw.includes(',')) throw unreadable(where, row);
    },
    onNoHeader: (line) => {
      throw noHeader(where, line);
    },
  });

  function addRow({ line, account: named, sessionDate, grossPnl, netPnl, fills }: TotalsRow): void {
    if (grossPnl === 0 && netPnl === 0 && fills === 0) return;
    const name = account ?? named;
    if (name === null || (account === null && !knownAccounts.has(name))) throw unattributed(where, line);
    if (sessionDate === null) throw undated(where, line);
    const key = `${name} ${sessionDate}`;
    const before = sums.get(key) ?? noTotals(name, sessionDate);
    sums.set(key, {
      ...before,
      rows: (before.rows ?? 0) + 1,
      grossPnl: before.grossPnl + grossPnl,
      fees: before.fees + (grossPnl - netPnl),
      netPnl: before.netPnl + netPnl,
      fills: before.fills + fills,
    });
  }

  return {
    read(page, text) {
      where = page;
      const reader = createCsvRecordReader({
        where,
        firstLine: 1,
        isHeader: isTotalsHeader,
        columnCount: () => null,
        onRecord: (record) => report.takeRecord(record),
      });
      reader.push(text);
      reader.end();
    },
    totals() {
      report.end();
      return [...sums.values()];
    },
  };
}

function noTotals(account: string, sessionDate: string): SourceTotals {
  return { account, sessionDate, grossPnl: 0, fees: 0, netPnl: 0, fills: 0, rows: 0 };
}

function unreadable(where: string, { line, column, value, reason }: TotalsPlace & RowError): SourceError {
  const hint = 'Daybreak does not support this form of the report. Call the vendor.';
  const found = `${where}, line ${line} · found “${value.slice(0, 20)}”`;
  return column === 'row'
    ? new SourceError('source_row', `${found} · ${reason}`, { hint })
    : new SourceError('source_number', `${found} · expected a plain number`, { hint });
}

function noHeader(where: string, line: number): SourceError {
  const expected = 'expected a header with Symbol, Fills, Gross, Net';
  return new SourceError('source_columns', `${where}, line ${line} · found no such columns · ${expected}`, {
    hint: 'This server version sends other columns: check its totalsByDate report, and call the vendor.',
  });
}

function undated(where: string, line: number): SourceError {
  return new SourceError(
    'source_undated',
    `${where}, line ${line} · found a row without a date above it · expected one`,
    {
      hint: 'Daybreak does not support this form of the report. Call the vendor.',
    },
  );
}

function unattributed(where: string, line: number): SourceError {
  return new SourceError(
    'source_unattributed',
    `${where}, line ${line} · found a day without a known account · expected one`,
    {
      hint: 'Request the report one account at a time.',
    },
  );
}
