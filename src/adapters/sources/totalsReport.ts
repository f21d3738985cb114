import type { CsvRecord } from './csvRecords.ts';
import { parseDecimal } from './decimal.ts';
import type { Refusal } from './fillRow.ts';
import { normalised } from './fillsHeader.ts';
import { parseVendorDate } from './vendorDate.ts';

/** Where a row of the report belongs: null where the report did not say. */
export interface TotalsPlace {
  readonly line: number;
  readonly raw: string;
  /** Empty where a column Account is there and says nothing. */
  readonly account: string | null;
  readonly sessionDate: string | null;
}

/** Takes the records of a report one by one. */
export interface TotalsReport {
  take(record: CsvRecord): void;
  /** Hands on what was still held back when the report has ended. */
  end(): void;
}

/** One symbol of one account's day. Dollars. */
export interface TotalsRow extends TotalsPlace {
  readonly symbol: string;
  readonly grossPnl: number;
  readonly netPnl: number;
  readonly fills: number;
}

export interface TotalsReportOptions {
  /** Whether a line of this one text names an account; `isAboveDate` when the next line is a date. */
  readonly namesAccount: (text: string, isAboveDate: boolean) => boolean;
  readonly onRow: (row: TotalsRow) => void;
  readonly onBadRow: (row: TotalsPlace & Refusal) => void;
  /** Called for rows under no header with Symbol, Fills, Gross, Net: the whole report cannot be read. */
  readonly onNoHeader: (line: number) => never;
}

interface Columns {
  readonly count: number;
  readonly symbol: number;
  readonly gross: number;
  readonly net: number;
  readonly fills: number;
  readonly account: number;
}

/** Where the rows of a day end. `Fee:` lines and the day's total with them are charges on no fill. */
const SUMMARY = /^(?:fee:.*|daily total|equities|fees|cash:.*)$/i;
const LIKE_A_DATE = /^\d{1,4}[/-]\d{1,2}[/-]\d{1,4}$/;
const NAMED = /^account(?: name)?\s*:\s*(\S.*)$/i;

/**
 * Tells the lines of a totalsByDate report apart. A day is a line with its date, a header, a row a symbol, then summary
 * lines; accounts are named by a column Account or by a line of their own, above the date or below it. The rows are
 * what fills explain; the summary, which also holds desk fees and cash, is not read.
 */
export function createTotalsReport(options: TotalsReportOptions): TotalsReport {
  let account: string | null = null;
  let date: string | null = null;
  let columns: Columns | null = null;
  let hasBegun = false;
  let inSummary = false;
  /** A line of one text: the name of an account if a date comes next, else a row cut short. */
  let waiting: CsvRecord | null = null;

  function take(record: CsvRecord): void {
    const filled = record.fields.map((field) => field.trim()).filter((field) => field !== '');
    const [first = ''] = filled;
    const isDate = filled.length === 1 && LIKE_A_DATE.test(first);
    settleWaiting(isDate);
    const named = accountOf(filled, options);
    if (isDate) startDay(parseVendorDate(first));
    else if (named !== null) startAccount(named);
    else if (record.fields.some((name) => normalised(name) === 'symbol')) startTable(record);
    else if (SUMMARY.test(first)) inSummary = true;
    else if (filled.length === 1) waiting = record;
    else if (filled.length > 0) takeRow(record);
  }

  function settleWaiting(isAboveDate: boolean): void {
    if (waiting === null) return;
    const text = waiting.fields.join('').trim();
    if (isAboveDate && options.namesAccount(text, true)) startAccount(text);
    else takeRow(waiting);
    waiting = null;
  }

  function startDay(day: string | null): void {
    date = day;
    hasBegun = true;
    columns = null;
    inSummary = false;
  }

  function startAccount(name: string): void {
    account = name;
    columns = null;
    inSummary = false;
  }

  function startTable(record: CsvRecord): void {
    // After a summary comes another day; where its date is not there, the rows are not the day's before it.
    if (inSummary) startDay(null);
    hasBegun = true;
    columns = readColumns(record) ?? options.onNoHeader(record.line);
  }

  function takeRow({ line, fields, raw }: CsvRecord): void {
    if (!hasBegun || inSummary) return;
    const layout = columns ?? options.onNoHeader(line);
    const owner = layout.account < 0 ? account : (fields[layout.account]?.trim() ?? '');
    const place = { line, raw, account: owner, sessionDate: date };
    const read = readRow(fields, raw, layout);
    if ('reason' in read) options.onBadRow({ ...place, ...read });
    else options.onRow({ ...place, ...read });
  }

  return { take, end: () => settleWaiting(false) };
}

function accountOf(filled: readonly string[], { namesAccount }: TotalsReportOptions): string | null {
  const [first = '', second] = filled;
  if (filled.length === 1) return namesAccount(first, false) ? first : (NAMED.exec(first)?.[1] ?? null);
  return filled.length === 2 && /^account(?: name)?:?$/i.test(first) ? (second ?? null) : null;
}

/** Null unless the columns that are read are there; a comma at the end of the header is no column. */
function readColumns({ fields }: CsvRecord): Columns | null {
  const names = fields.map(normalised);
  const columns = {
    count: names.findLastIndex((name) => name !== '') + 1,
    symbol: names.indexOf('symbol'),
    gross: names.indexOf('gross'),
    net: names.indexOf('net'),
    fills: names.indexOf('fills'),
    account: names.indexOf('account'),
  };
  return columns.gross < 0 || columns.net < 0 || columns.fills < 0 ? null : columns;
}

type Figures = Omit<TotalsRow, keyof TotalsPlace>;

function readRow(fields: readonly string[], raw: string, columns: Columns): Figures | Refusal {
  const found = `${fields.length} where the header has ${columns.count}`;
  if (fields.length < columns.count)
    return { column: 'row', value: raw, reason: `too few columns: ${found}` };
  if (fields.slice(columns.count).some((extra) => extra.trim() !== ''))
    return { column: 'row', value: raw, reason: `too many columns: ${found}` };
  const text = (at: number): string => fields[at]?.trim() ?? '';
  const numbers = [];
  for (const column of ['gross', 'net', 'fills'] as const) {
    const value = text(columns[column]) === '' ? 0 : parseDecimal(text(columns[column]));
    if (value === null)
      return { column: titles[column], value: text(columns[column]), reason: 'no plain number' };
    numbers.push(value);
  }
  const [grossPnl = 0, netPnl = 0, fills = 0] = numbers;
  return { symbol: text(columns.symbol), grossPnl, netPnl, fills };
}

const titles = { gross: 'Gross', net: 'Net', fills: 'Fills' } as const;
