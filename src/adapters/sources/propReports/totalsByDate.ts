import { SourceError } from '../../../errors.ts';
import type { SourceTotals } from '../../../ports.ts';
import { type CsvRecord, createCsvRecordReader } from '../csvRecords.ts';
import { parseDecimal } from '../decimal.ts';
import { normalised } from '../fillsHeader.ts';
import { parseVendorDate } from '../vendorDate.ts';

/** Reads the pages of a totalsByDate report into one entry per account and day with activity. */
export interface TotalsReader {
  read(where: string, page: Uint8Array | string): void;
  totals(): SourceTotals[];
}

export interface TotalsReaderOptions {
  /** The account that the report is about; null for a report that names each account itself. */
  readonly account: string | null;
  /** Codes that a line of their own, or a column Account, may name. */
  readonly knownAccounts: ReadonlySet<string>;
}

interface Columns {
  readonly gross: number;
  readonly net: number;
  readonly fills: number;
  readonly account: number;
}

/** Where the rows of a day end. `Fee:` lines and the day's total with them are charges on no fill. */
const SUMMARY = /^(?:fee:.*|daily total|equities|fees|cash:.*)$/i;

/**
 * A day is a line with its date, a header, a row a symbol, then summary lines. The rows are what fills explain, so
 * they are added up; the summary, which also holds desk fees and cash, is not read. Dollars.
 *
 * @throws SourceError `source_unattributed` when a day cannot be laid to an account, `source_columns` and
 *   `source_number` when a row cannot be read: a total that is partly read would be a wrong one.
 */
export function createTotalsReader({ account, knownAccounts }: TotalsReaderOptions): TotalsReader {
  const sums = new Map<string, SourceTotals>();
  let current = account;
  let date: string | null = null;
  let columns: Columns | null = null;
  let inSummary = false;

  function take(where: string, record: CsvRecord): void {
    const filled = record.fields.map((field) => field.trim()).filter((field) => field !== '');
    const [first = ''] = filled;
    const day = filled.length === 1 ? parseVendorDate(first) : null;
    if (day !== null) startDay(day);
    else if (account === null && filled.length === 1 && knownAccounts.has(first)) current = first;
    else if (date === null) return;
    else if (record.fields.some((name) => normalised(name) === 'symbol'))
      columns = readColumns(where, record);
    else if (SUMMARY.test(first)) inSummary = true;
    else if (!inSummary && filled.length > 0) addRow(where, record);
  }

  function startDay(day: string): void {
    date = day;
    columns = null;
    inSummary = false;
  }

  function addRow(where: string, record: CsvRecord): void {
    if (columns === null) throw noHeader(where, record.line);
    const [gross, net, fills] = [columns.gross, columns.net, columns.fills].map((at) =>
      number(where, record, at),
    );
    const name = columns.account < 0 ? current : (record.fields[columns.account]?.trim() ?? '');
    if (gross === undefined || net === undefined || fills === undefined || date === null) return;
    if (gross === 0 && net === 0 && fills === 0) return;
    if (name === null || (account === null && !knownAccounts.has(name)))
      throw unattributed(where, record.line);
    const key = `${name} ${date}`;
    const before = sums.get(key) ?? {
      account: name,
      sessionDate: date,
      grossPnl: 0,
      fees: 0,
      netPnl: 0,
      fills: 0,
    };
    sums.set(key, {
      ...before,
      grossPnl: before.grossPnl + gross,
      fees: before.fees + (gross - net),
      netPnl: before.netPnl + net,
      fills: before.fills + fills,
    });
  }

  return {
    read(where, page) {
      const onRecord = (record: CsvRecord): void => take(where, record);
      const reader = createCsvRecordReader({ where, firstLine: 1, columnCount: () => null, onRecord });
      reader.push(page);
      reader.end();
    },
    totals: () => [...sums.values()],
  };
}

function readColumns(where: string, record: CsvRecord): Columns {
  const names = record.fields.map(normalised);
  const columns = {
    gross: names.indexOf('gross'),
    net: names.indexOf('net'),
    fills: names.indexOf('fills'),
    account: names.indexOf('account'),
  };
  if (columns.gross < 0 || columns.net < 0 || columns.fills < 0) throw noHeader(where, record.line);
  return columns;
}

function number(where: string, record: CsvRecord, at: number): number {
  const text = record.fields[at]?.trim() ?? '';
  const value = text === '' ? 0 : parseDecimal(text);
  if (value !== null) return value;
  const found = `found “${text.slice(0, 20)}”`;
  throw new SourceError(
    'source_number',
    `${where}, line ${record.line} · ${found} · expected a plain number`,
    {
      hint: 'The server’s report has a form that is not known here. Call the vendor.',
    },
  );
}

function noHeader(where: string, line: number): SourceError {
  const expected = 'expected a header with Symbol, Fills, Gross, Net';
  return new SourceError('source_columns', `${where}, line ${line} · found no such columns · ${expected}`, {
    hint: 'The server’s version sends other columns: check its totalsByDate report, and call the vendor.',
  });
}

function unattributed(where: string, line: number): SourceError {
  return new SourceError(
    'source_unattributed',
    `${where}, line ${line} · found a day under no known account · expected one`,
    {
      hint: 'Ask for the report one account at a time.',
    },
  );
}
