import type { Fill, Side } from '../../domain/ledger/fill.ts';
import type { RejectedRow } from '../../ports/source.ts';
import { Cells } from './cells.ts';
import type { CsvRecord } from './csvRecords.ts';
import { parseCurrency } from './currency.ts';
import type { FillColumns } from './fillsHeader.ts';
import type { IdentityCounter } from './identityCounter.ts';
import { NO_PLACE, type RejectedPlace, rejectedPlace } from './rejectedPlace.ts';
import { parseTimeOfDay, parseVendorDate } from './vendorDate.ts';

/** Why a row is rejected: the column, the value found there, and what was expected. */
export interface RowError {
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** The vendor's smallest quantity, 8 decimals. */
const SMALLEST_QUANTITY = 1e-8;
/** A long number as a spreadsheet saves it. Its last digits are lost, so two fills could share one id. */
const ABBREVIATED_ID = /^\d+(?:\.\d+)?[eE]\+\d+$/;
const MOST_DATES_CACHED = 10_000;
const SECOND_HEADER = 'a second header';

/**
 * Returns a function that converts a record to a fill, or to a rejected row with the reason.
 * @param where name of the stream in rejected rows.
 * @param identities counts identical rows without an id; streams that are parts of one answer share it.
 */
export function createFillRowReader(
  where: string,
  columns: FillColumns,
  identities: IdentityCounter,
): (record: CsvRecord) => Fill | RejectedRow {
  const dates = new Map<string, string | null>();
  const cells = new Cells();
  let lastCurrency: { readonly text: string; readonly code: string | null } = { text: '', code: '' };

  function sessionDate(text: string): string | null {
    let date = dates.get(text);
    if (date === undefined) {
      if (dates.size >= MOST_DATES_CACHED) dates.clear();
      date = parseVendorDate(text);
      dates.set(text, date);
    }
    return date;
  }

  function currencyOf(text: string): string | null {
    if (text !== lastCurrency.text) lastCurrency = { text, code: parseCurrency(text) };
    return lastCurrency.code;
  }

  function readRow(record: CsvRecord): Fill | RowError {
    cells.load(record);
    const shape = shapeError(record, cells, columns);
    if (shape !== null) return shape;
    const dateTime = cells.text(columns.dateTime);
    const blank = dateTime.indexOf(' ');
    const date = sessionDate(blank < 0 ? dateTime : dateTime.slice(0, blank));
    if (date === null)
      return rowError('Date/Time', dateTime, 'not a calendar date; expected MM/DD/YYYY HH:MM:SS');
    const second = parseTimeOfDay(blank < 0 ? '' : dateTime.slice(blank + 1).trim());
    if (second === null)
      return rowError('Date/Time', dateTime, 'not a time of day; expected MM/DD/YYYY HH:MM:SS');
    return readFill(record, date, second);
  }

  function readFill(record: CsvRecord, date: string, second: number): Fill | RowError {
    const account = cells.text(columns.account);
    const accountProblem = nameError('Account', account);
    if (accountProblem !== null) return accountProblem;
    const side = cells.text(columns.side);
    if (!isSide(side)) return rowError('B/S', side, 'unknown side; expected B, C, S or T');
    const quantity = cells.decimal(columns.quantity);
    if (quantity === null || quantity < SMALLEST_QUANTITY)
      return rowError('Qty', cells.text(columns.quantity), 'not a plain number of at least 0.00000001');
    const symbol = cells.text(columns.symbol);
    const symbolProblem = nameError('Symbol', symbol);
    if (symbolProblem !== null) return symbolProblem;
    // 0 is a valid price: expired options and written-off shares are booked at it.
    const price = cells.decimal(columns.price);
    if (price === null || price < 0)
      return rowError('Price', cells.text(columns.price), 'not a plain number of at least 0');
    const fees = sumFees(cells, columns);
    if (typeof fees !== 'number') return fees;
    const currency = currencyOf(cells.text(columns.currency));
    if (currency === null)
      return rowError('Currency', cells.text(columns.currency), 'not a currency code of three letters');
    const identity = identify(record, date);
    if (typeof identity !== 'string') return identity;
    return {
      account,
      sessionDate: date,
      secondOfDay: second === 0 ? null : second,
      side,
      quantity,
      symbol,
      price,
      fees,
      currency,
      orderId: cells.text(columns.orderId),
      status: cells.text(columns.status),
      identity,
      idDigest: identity.startsWith('P:') ? cells.digest(columns.fillId) : 0,
    };
  }

  function identify(record: CsvRecord, date: string): string | RowError {
    const propReportsId = cells.text(columns.propReportsId);
    if (isId(propReportsId)) return idError('PropReports Id', propReportsId) ?? `P:${propReportsId}`;
    const fillId = cells.text(columns.fillId);
    if (isId(fillId)) return idError('Fill Id', fillId) ?? `F:${date}:${fillId}`;
    // Trimmed fields instead of bytes: the same fill exported with other quotes or blanks keeps its identity.
    const text = record.fields
      .slice(0, columns.count)
      .map((each) => each.trim())
      .join(',');
    return `N:${text}:${identities.next(text)}`;
  }

  function placeOf({ reason }: RowError): RejectedPlace {
    return reason === SECOND_HEADER ? NO_PLACE : rejectedPlace(cells, columns);
  }

  return (record) => {
    const read = readRow(record);
    if ('identity' in read) return read;
    return { where, line: record.line, ...read, raw: record.raw, ...placeOf(read) };
  };
}

function rowError(column: string, value: string, reason: string): RowError {
  return { column, value, reason };
}

/**
 * Rejects a row with more fields than the header: it has an extra comma, and every value after it is shifted.
 */
function shapeError(record: CsvRecord, cells: Cells, columns: FillColumns): RowError | null {
  const { raw } = record;
  if (record.unclosedQuote) return rowError('row', raw, 'a quote is opened and never closed');
  if (cells.count < columns.count)
    return rowError('row', raw, `too few columns: ${cells.count} where the header has ${columns.count}`);
  if (cells.count > columns.count && record.fields.slice(columns.count).some((extra) => extra.trim() !== ''))
    return rowError('row', raw, `too many columns: ${cells.count} where the header has ${columns.count}`);
  return raw === columns.raw ? rowError('row', raw, SECOND_HEADER) : null;
}

function nameError(column: string, value: string): RowError | null {
  if (value === '') return rowError(column, value, 'empty');
  return value.includes('\uFFFD')
    ? rowError(column, value, 'not UTF-8 text, so the name cannot be read')
    : null;
}

function isSide(text: string): text is Side {
  return text === 'B' || text === 'C' || text === 'S' || text === 'T';
}

function sumFees(cells: Cells, columns: FillColumns): number | RowError {
  let sum = 0;
  for (const { index, name } of columns.fees) {
    if (cells.isEmpty(index)) continue;
    const fee = cells.decimal(index);
    if (fee !== null) sum += fee;
    else if (cells.text(index) !== '') return rowError(name, cells.text(index), 'not a plain number');
  }
  return sum;
}

/**
 * Servers without an id send it empty or as 0. Used as an identity, 0 would merge all such fills into one.
 */
function isId(text: string): boolean {
  return text !== '' && text !== '0';
}

function idError(column: string, id: string): RowError | null {
  return ABBREVIATED_ID.test(id)
    ? rowError(column, id, 'abbreviated by a spreadsheet, so several fills would share it')
    : null;
}
