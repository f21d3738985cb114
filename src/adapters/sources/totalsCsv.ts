import type { TotalsOfDay, TotalsOfFile } from '../../ports/files.ts';
import type { RejectedRow } from '../../ports/source.ts';
import { InputError } from '../../shared/errors.ts';
import { type CsvRecord, createCsvRecordReader } from './csvRecords.ts';
import type { Refusal } from './fillRow.ts';
import { pageTrailer } from './pageTrailer.ts';
import { createTotalsReport, type TotalsPlace, type TotalsRow } from './totalsReport.ts';

export interface ReadTotalsCsvOptions {
  /** What the file is called in errors and rejected rows. */
  readonly where: string;
  /** Whose report it is, where the file does not say; null when nobody said. */
  readonly account: string | null;
  /** Codes that a line of their own names wherever they stand. */
  readonly knownAccounts: ReadonlySet<string>;
}

/** A day of one account while its rows come in. */
interface Day {
  readonly account: string;
  readonly sessionDate: string;
  readonly rows: (TotalsPlace & Partial<Refusal>)[];
  readonly symbols: Map<string, TotalsRow>;
}

/** A code stands alone and directly above a date; what titles say there is none. */
const CODE = /^[\w.-]+$/;
const NO_CODE = /^(?:totals?|(?:daily)?totals?by(?:date|day)|reports?|summary|all|accounts?|page)$/i;

/**
 * Reads a saved totalsByDate report. A day of one account is kept whole or not at all: with one row that cannot be read
 * all its rows are rejected, for a total that is partly read would be a wrong one. A row that stands twice counts once.
 *
 * @throws InputError when the file is no such report, or names no account and nobody said whose it is.
 */
export async function readTotalsCsv(
  chunks: AsyncIterable<Uint8Array | string>,
  { where, account, knownAccounts }: ReadTotalsCsvOptions,
): Promise<TotalsOfFile> {
  const days = new Map<string, Day>();
  const strays: RejectedRow[] = [];
  const report = createTotalsReport({
    namesAccount: (text, isAboveDate) =>
      knownAccounts.has(text) || (isAboveDate && CODE.test(text) && !NO_CODE.test(text)),
    onRow: (row) => takeRow(row, row),
    onBadRow: (row) => takeRow(row, null),
    onNoHeader: (line) => {
      throw noHeader(where, line);
    },
  });

  function takeRow(row: TotalsPlace & Partial<Refusal>, figures: TotalsRow | null): void {
    const { sessionDate } = row;
    const owner = ownerOf(row);
    if (sessionDate === null) strays.push(rejected(where, row, noDate));
    else if (owner === '') strays.push(rejected(where, row, noAccount));
    else addRow(owner, sessionDate, row, figures);
  }

  function ownerOf({ line, account: named }: TotalsPlace): string {
    if (named === null && account === null) throw noAccountNamed(where, line);
    if (named && account !== null && named !== account) throw otherAccount(where, line, named, account);
    return named ?? account ?? '';
  }

  function addRow(
    owner: string,
    date: string,
    row: TotalsPlace & Partial<Refusal>,
    figures: TotalsRow | null,
  ) {
    const key = `${owner}\n${date}`;
    const day: Day = days.get(key) ?? { account: owner, sessionDate: date, rows: [], symbols: new Map() };
    days.set(key, day);
    const refusal = figures === null ? {} : figuresRefusal(figures, day.symbols.get(figures.symbol));
    day.rows.push({ ...row, ...refusal });
    if (figures !== null && !day.symbols.has(figures.symbol)) day.symbols.set(figures.symbol, figures);
  }

  function takeRecord(record: CsvRecord): void {
    const trailer = pageTrailer(where, record);
    if (trailer === null) report.take(record);
    else if (trailer !== 'complete') strays.push(trailer);
  }

  const reader = createCsvRecordReader({
    where,
    firstLine: 1,
    columnCount: () => null,
    onRecord: takeRecord,
  });
  for await (const chunk of chunks) reader.push(chunk);
  reader.end();
  report.end();
  const all = [...days.values()];
  return {
    days: all.filter((day) => !isSpoilt(day)).map(totalsOf),
    rejected: [...strays, ...all.filter(isSpoilt).flatMap((day) => rejectedDay(where, day))].sort(
      (a, b) => a.line - b.line,
    ),
  };
}

function figuresRefusal(
  { symbol, fills, ...row }: TotalsRow,
  before: TotalsRow | undefined,
): Partial<Refusal> {
  if (symbol === '') return { column: 'Symbol', value: '', reason: 'empty' };
  if (!Number.isInteger(fills) || fills < 0)
    return { column: 'Fills', value: String(fills), reason: 'no whole number of at least 0' };
  if (before === undefined) return {};
  const same = before.grossPnl === row.grossPnl && before.netPnl === row.netPnl && before.fills === fills;
  return same ? {} : { column: 'Symbol', value: symbol, reason: `other figures than on line ${before.line}` };
}

function isSpoilt({ rows }: Day): boolean {
  return rows.some(({ reason }) => reason !== undefined);
}

function totalsOf({ account, sessionDate, rows, symbols }: Day): TotalsOfDay {
  const sum = (of: (row: TotalsRow) => number) =>
    [...symbols.values()].reduce((all, row) => all + of(row), 0);
  const [grossPnl, netPnl] = [sum((row) => row.grossPnl), sum((row) => row.netPnl)];
  const totals = {
    account,
    sessionDate,
    grossPnl,
    fees: grossPnl - netPnl,
    netPnl,
    fills: sum((row) => row.fills),
  };
  return { totals, rows: symbols.size, repeatedRows: rows.length - symbols.size };
}

function rejectedDay(where: string, { account, sessionDate, rows }: Day): RejectedRow[] {
  const bad = rows.find(({ reason }) => reason !== undefined);
  const reason = `the total of ${account} on ${sessionDate} would be wrong without line ${bad?.line}`;
  return rows.map((row) => rejected(where, row, { column: 'row', value: row.raw, reason }));
}

/** The row's own fault where it has one, else the one given. */
function rejected(where: string, row: TotalsPlace & Partial<Refusal>, otherwise: Refusal): RejectedRow {
  const { column, value, reason } = { ...otherwise, ...row };
  return { where, line: row.line, column, value, reason, raw: row.raw };
}

const noDate: Refusal = { column: 'Date', value: '', reason: 'under no line with a date of the calendar' };
const noAccount: Refusal = { column: 'Account', value: '', reason: 'empty' };

function noHeader(where: string, line: number): InputError {
  return new InputError(
    'not_totals_csv',
    `${where}, line ${line} · found rows under no header with Symbol, Fills, Gross, Net · expected one each day`,
    { hint: 'Save the report Totals by Date of PropReports again, as CSV with all its columns.' },
  );
}

function noAccountNamed(where: string, line: number): InputError {
  return new InputError(
    'totals_without_account',
    `${where}, line ${line} · found totals of no named account · expected a line or a column with its code`,
    { hint: 'Say whose report it is: --account CODE, with the code that its fills carry.' },
  );
}

function otherAccount(where: string, line: number, found: string, expected: string): InputError {
  return new InputError(
    'totals_of_other_account',
    `${where}, line ${line} · found totals of ${found} · expected ${expected}, as --account says`,
    { hint: 'Leave --account out: the file names its accounts itself.' },
  );
}
