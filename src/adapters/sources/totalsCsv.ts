import { setImmediate } from 'node:timers/promises';
import type { TotalsOfDay, TotalsOfFile } from '../../ports/files.ts';
import type { RejectedRow } from '../../ports/source.ts';
import { InputError } from '../../shared/errors.ts';
import { type CsvRecord, createCsvRecordReader } from './csvRecords.ts';
import { createDateCheck } from './dateCheck.ts';
import { readPageTrailer } from './pageTrailer.ts';
import type { RowError } from './rowError.ts';
import { createTotalsReport, isTotalsHeader, type TotalsPlace, type TotalsRow } from './totalsReport.ts';

export interface ReadTotalsCsvOptions {
  /** Name of the file in errors and rejected rows. */
  readonly where: string;
  /** The account of a report that names none (option `--account`); null when not given. */
  readonly account: string | null;
  /** Codes of the desk's accounts. A line that contains only such a code starts that account. */
  readonly knownAccounts: ReadonlySet<string>;
  /** Today on the market's calendar. A total after it refuses the file. Null: any date may come. */
  readonly today: string | null;
}

/** The rows read so far of one account's day. */
interface Day {
  readonly account: string;
  readonly sessionDate: string;
  readonly rows: (TotalsPlace & Partial<RowError>)[];
  readonly symbols: Map<string, TotalsRow>;
}

/** An unknown code counts as an account when it stands alone directly above a date and is not a title. */
const CODE = /^[\w.-]+$/;
const NO_CODE = /^(?:totals?|(?:daily)?totals?by(?:date|day)|reports?|summary|all|accounts?|page)$/i;

/**
 * Reads a saved totalsByDate report and returns one total in dollars per account and day. If one row of a day
 * cannot be read, all rows of that day are rejected, because the total would be wrong. A repeated row counts
 * once.
 *
 * @throws InputError when the file is not such a report, names another account than `account`, or when
 *   neither the file nor `account` names one.
 */
export async function readTotalsCsv(
  chunks: AsyncIterable<Uint8Array | string>,
  { where, account, knownAccounts, today }: ReadTotalsCsvOptions,
): Promise<TotalsOfFile> {
  const days = new Map<string, Day>();
  const unassigned: RejectedRow[] = [];
  const dates = createDateCheck({ where, today });
  const report = createTotalsReport({
    namesAccount: (text, isAboveDate) =>
      knownAccounts.has(text) || (isAboveDate && CODE.test(text) && !NO_CODE.test(text)),
    onRow: (row) => takeRow(row, row),
    onBadRow: (row) => takeRow(row, null),
    onNoHeader: (line) => {
      throw noHeader(where, line);
    },
    onDate(line, text, date) {
      if (date === null) dates.unreadable(line, text);
      else if (date > dates.latest) dates.afterLatest(line, text);
    },
  });

  function takeRow(row: TotalsPlace & Partial<RowError>, figures: TotalsRow | null): void {
    const { sessionDate } = row;
    const owner = ownerOf(row);
    if (sessionDate === null) unassigned.push(rejected(where, row, noDate));
    else if (owner === '') unassigned.push(rejected(where, row, noAccount));
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
    row: TotalsPlace & Partial<RowError>,
    figures: TotalsRow | null,
  ) {
    const key = `${owner}\n${date}`;
    const day: Day = days.get(key) ?? { account: owner, sessionDate: date, rows: [], symbols: new Map() };
    days.set(key, day);
    const refusal = figures === null ? {} : figuresError(figures, day.symbols.get(figures.symbol));
    day.rows.push({ ...row, ...refusal });
    if (figures !== null && !day.symbols.has(figures.symbol)) day.symbols.set(figures.symbol, figures);
  }

  function takeRecord(record: CsvRecord): void {
    const trailer = readPageTrailer(where, record);
    if (trailer === null) report.takeRecord(record);
    else if (trailer !== 'complete') unassigned.push(trailer);
  }

  const reader = createCsvRecordReader({
    where,
    firstLine: 1,
    isHeader: isTotalsHeader,
    columnCount: () => null,
    onRecord: takeRecord,
  });
  for await (const chunk of chunks) {
    reader.push(chunk);
    await setImmediate();
  }
  reader.end();
  report.end();
  dates.end();
  const all = [...days.values()];
  return {
    days: all.filter((day) => !hasRowError(day)).map(totalsOf),
    rejected: [...unassigned, ...all.filter(hasRowError).flatMap((day) => rejectedDay(where, day))].sort(
      (a, b) => a.line - b.line,
    ),
  };
}

function figuresError(
  { symbol, fills, ...row }: TotalsRow,
  before: TotalsRow | undefined,
): Partial<RowError> {
  if (symbol === '') return { column: 'Symbol', value: '', reason: 'empty' };
  if (!Number.isInteger(fills) || fills < 0)
    return { column: 'Fills', value: String(fills), reason: 'not a whole number of at least 0' };
  if (before === undefined) return {};
  const same = before.grossPnl === row.grossPnl && before.netPnl === row.netPnl && before.fills === fills;
  return same ? {} : { column: 'Symbol', value: symbol, reason: `figures differ from line ${before.line}` };
}

function hasRowError({ rows }: Day): boolean {
  return rows.some(({ reason }) => reason !== undefined);
}

function totalsOf({ account, sessionDate, rows, symbols }: Day): TotalsOfDay {
  const sum = (figure: (row: TotalsRow) => number) =>
    [...symbols.values()].reduce((total, row) => total + figure(row), 0);
  const [grossPnl, netPnl] = [sum((row) => row.grossPnl), sum((row) => row.netPnl)];
  const totals = {
    account,
    sessionDate,
    grossPnl,
    fees: grossPnl - netPnl,
    netPnl,
    fills: sum((row) => row.fills),
    rows: symbols.size,
  };
  return { totals, rows: symbols.size, repeatedRows: rows.length - symbols.size };
}

function rejectedDay(where: string, { account, sessionDate, rows }: Day): RejectedRow[] {
  const bad = rows.find(({ reason }) => reason !== undefined);
  const reason = `the total of ${account} on ${sessionDate} would be wrong without line ${bad?.line}`;
  return rows.map((row) => rejected(where, { ...row, account }, { column: 'row', value: row.raw, reason }));
}

/** A rejected row with its own error, or with `otherwise` when it has none. */
function rejected(where: string, row: TotalsPlace & Partial<RowError>, otherwise: RowError): RejectedRow {
  const { column, value, reason } = { ...otherwise, ...row };
  const { line, raw, account, sessionDate } = row;
  return { where, line, column, value, reason, raw, account: account || null, sessionDate };
}

const noDate: RowError = { column: 'Date', value: '', reason: 'no calendar date above this row' };
const noAccount: RowError = { column: 'Account', value: '', reason: 'empty' };

function noHeader(where: string, line: number): InputError {
  return new InputError(
    'not_totals_csv',
    `${where}, line ${line} · found rows without a header with Symbol, Fills, Gross, Net · expected one each day`,
    { hint: 'Save the PropReports report Totals by Date again, as CSV with all its columns.' },
  );
}

function noAccountNamed(where: string, line: number): InputError {
  return new InputError(
    'totals_without_account',
    `${where}, line ${line} · found totals without an account · expected a line or a column with the account code`,
    { hint: 'Give the account with --account CODE, using the code in its fills.' },
  );
}

function otherAccount(where: string, line: number, found: string, expected: string): InputError {
  return new InputError(
    'totals_of_other_account',
    `${where}, line ${line} · found totals of ${found} · expected ${expected}, from --account`,
    { hint: 'Omit --account: the file names its accounts itself.' },
  );
}
