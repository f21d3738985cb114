import { normalised } from './columnNames.ts';
import type { CsvRecord } from './csvRecords.ts';
import { parseMarked, provenDecimalMark } from './decimalMark.ts';
import { numberFault, type RowError } from './rowError.ts';
import { parseVendorDate } from './vendorDate.ts';

/** The account and day of a row; each is null when the report does not name it. */
export interface TotalsPlace {
  readonly line: number;
  readonly raw: string;
  /** Empty when the column Account exists and its cell is empty. */
  readonly account: string | null;
  readonly sessionDate: string | null;
}

/** Reads the records of a report one by one. */
export interface TotalsReport {
  takeRecord(record: CsvRecord): void;
  /** Ends the report and passes on the line that was still undecided. */
  end(): void;
}

/** One symbol of one account's day; P&L in dollars. */
export interface TotalsRow extends TotalsPlace {
  readonly symbol: string;
  readonly grossPnl: number;
  readonly netPnl: number;
  readonly fills: number;
}

export interface TotalsReportOptions {
  /**
   * Whether a line with only this text names an account; `isAboveDate` is true when the next line is a date.
   */
  readonly namesAccount: (text: string, isAboveDate: boolean) => boolean;
  readonly onRow: (row: TotalsRow) => void;
  readonly onBadRow: (row: TotalsPlace & RowError) => void;
  /** Called when rows have no header with Symbol, Fills, Gross, Net above them: the report cannot be read. */
  readonly onNoHeader: (line: number) => never;
  /** Called with each line that looks like a date, and its date; null where it is not MM/DD/YYYY. */
  readonly onDate?: (line: number, text: string, date: string | null) => void;
}

interface Columns {
  readonly count: number;
  readonly symbol: number;
  readonly gross: number;
  readonly net: number;
  readonly fills: number;
  readonly account: number;
}

/** First line after the rows of a day. `Fee:` lines are charges that belong to no fill. */
const SUMMARY = /^(?:fee:.*|daily total|equities|fees|cash:.*|(?:grand )?totals?:?)$/i;
const LIKE_A_DATE = /^\d{1,4}[/-]\d{1,2}[/-]\d{1,4}$/;
const NAMED = /^account(?: name)?\s*:\s*(\S.*)$/i;

/**
 * Classifies the lines of a totalsByDate report. A day is a line with its date, a header, one row per symbol,
 * then summary lines. A column Account, or a line above or below the date, names the account. Only the rows
 * are read: fills explain them, while the summary also contains desk fees and cash.
 */
export function createTotalsReport(options: TotalsReportOptions): TotalsReport {
  let account: string | null = null;
  let date: string | null = null;
  let columns: Columns | null = null;
  let hasBegun = false;
  let inSummary = false;
  /**
   * A line with one text. It names an account if the next line is a date; otherwise it is an incomplete row.
   */
  let pending: CsvRecord | null = null;

  function takeRecord(record: CsvRecord): void {
    const filled = record.fields.map((field) => field.trim()).filter((field) => field !== '');
    const [first = ''] = filled;
    const isDate = filled.length === 1 && LIKE_A_DATE.test(first);
    resolvePending(isDate);
    const named = accountOf(filled, options);
    if (isDate) takeDate(record.line, first);
    else if (named !== null) startAccount(named);
    else if (record.fields.some((name) => normalised(name) === 'symbol')) startTable(record);
    else if (SUMMARY.test(first)) inSummary = true;
    else if (filled.length === 1) pending = record;
    else if (filled.length > 0) takeRow(record);
  }

  function resolvePending(isAboveDate: boolean): void {
    if (pending === null) return;
    const text = pending.fields.join('').trim();
    if (isAboveDate && options.namesAccount(text, true)) startAccount(text);
    else takeRow(pending);
    pending = null;
  }

  function takeDate(line: number, text: string): void {
    const day = parseVendorDate(text);
    options.onDate?.(line, text, day);
    startDay(day);
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
    // After a summary another day begins. If its date is missing, its rows do not belong to the day before.
    if (inSummary) startDay(null);
    hasBegun = true;
    columns = readColumns(record) ?? options.onNoHeader(record.line);
  }

  function takeRow({ line, fields, raw, separator }: CsvRecord): void {
    if (!hasBegun || inSummary) return;
    const layout = columns ?? options.onNoHeader(line);
    const owner = layout.account < 0 ? account : (fields[layout.account]?.trim() ?? '');
    const place = { line, raw, account: owner, sessionDate: date };
    const read = readRow(fields, raw, layout, separator);
    if ('reason' in read) options.onBadRow({ ...place, ...read });
    else options.onRow({ ...place, ...read });
  }

  return { takeRecord, end: () => resolvePending(false) };
}

function accountOf(filled: readonly string[], { namesAccount }: TotalsReportOptions): string | null {
  const [first = '', second] = filled;
  if (filled.length === 1) return namesAccount(first, false) ? first : (NAMED.exec(first)?.[1] ?? null);
  return filled.length === 2 && /^account(?: name)?:?$/i.test(first) ? (second ?? null) : null;
}

/** Whether a line is a header with Symbol and with Gross or Net, which no fills CSV has. */
export function isTotalsHeader(fields: readonly string[]): boolean {
  const names = fields.map(normalised);
  return names.includes('symbol') && (names.includes('gross') || names.includes('net'));
}

/** Null when a column that is read is missing. A separator at the end of a header does not start a column. */
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

function readRow(
  fields: readonly string[],
  raw: string,
  columns: Columns,
  separator: string,
): Figures | RowError {
  const shape = `${fields.length} where the header has ${columns.count}`;
  if (fields.length < columns.count)
    return { column: 'row', value: raw, reason: `too few columns: ${shape}` };
  if (fields.slice(columns.count).some((extra) => extra.trim() !== ''))
    return { column: 'row', value: raw, reason: `too many columns: ${shape}` };
  const text = (at: number): string => fields[at]?.trim() ?? '';
  const found = provenDecimalMark([text(columns.gross), text(columns.net)]);
  const mark = separator === ',' ? '.' : (found ?? '.');
  const numbers = [];
  for (const column of ['gross', 'net', 'fills'] as const) {
    const cell = text(columns[column]);
    const value = cell === '' ? 0 : parseMarked(cell, mark);
    if (value === null) return { column: titles[column], value: cell, reason: numberFault(cell, mark) };
    numbers.push(value);
  }
  const [grossPnl = 0, netPnl = 0, fills = 0] = numbers;
  return { symbol: text(columns.symbol), grossPnl, netPnl, fills };
}

const titles = { gross: 'Gross', net: 'Net', fills: 'Fills' } as const;
