import type { Fill, Side } from '../../domain/ledger/fill.ts';
import { isCancelled } from '../../domain/ledger/status.ts';
import { nameProblem } from '../../domain/text/outsideText.ts';
import { textOfReversible } from '../../domain/text/reversibleText.ts';
import type { RejectedRow } from '../../ports/source.ts';
import { Cells } from './cells.ts';
import type { CsvRecord } from './csvRecords.ts';
import { parseCurrency } from './currency.ts';
import type { DateCheck } from './dateCheck.ts';
import { readDaybreakId } from './daybreakId.ts';
import { parseMarked } from './decimalMark.ts';
import type { FeeColumn, FillColumns } from './fillsHeader.ts';
import type { IdentityCounter } from './identityCounter.ts';
import { NO_PLACE, rejectedPlace } from './rejectedPlace.ts';
import {
  type DecimalMark,
  dateFault,
  noRowFault,
  numberFault,
  type RowError,
  rowError,
  timeFault,
} from './rowError.ts';
import { unreadColumns } from './unreadColumns.ts';
import { parseTimeOfDay, parseVendorDate } from './vendorDate.ts';

export interface FillRowOptions {
  /** Name of the stream in rejected rows. */
  readonly where: string;
  readonly columns: FillColumns;
  /** Counts identical rows without an id; streams that are parts of one answer share it. */
  readonly identities: IdentityCounter;
  readonly dates: DateCheck;
  readonly decimalMark?: DecimalMark;
}

export interface FillRowReader {
  /** Converts a record to a fill, or to a rejected row with the reason. */
  read(record: CsvRecord): Fill | RejectedRow;
  /** Unknown columns that held a number in a row so far. */
  unreadColumns(): readonly string[];
}

/** The vendor's smallest quantity, 8 decimals. */
const SMALLEST_QUANTITY = 1e-8;
/** A long number as a spreadsheet saves it. Its last digits are lost, so two fills could share one id. */
const ABBREVIATED_ID = /^\d+(?:[.,]\d+)?[eE]\+\d+$/;
/** Text of a venue in a column that may be named like a fee. */
const VENUE = /^[a-z][\w &-]*$/i;
const MOST_DATES_CACHED = 10_000;

export function createFillRowReader(options: FillRowOptions): FillRowReader {
  const { where, columns, identities, dates, decimalMark = '.' } = options;
  const sessionDates = new Map<string, string | null>();
  const cells = new Cells();
  const unread = unreadColumns(columns.unknown);
  let lastCurrency: { readonly text: string; readonly code: string | null } = { text: '', code: '' };

  function sessionDate(text: string): string | null {
    let date = sessionDates.get(text);
    if (date === undefined) {
      if (sessionDates.size >= MOST_DATES_CACHED) sessionDates.clear();
      date = parseVendorDate(text);
      if (date !== null) dates.read(text);
      sessionDates.set(text, date);
    }
    return date;
  }

  function number(index: number): number | null {
    return decimalMark === '.' ? cells.decimal(index) : parseMarked(cells.text(index), decimalMark);
  }

  function readCurrency(): string | null {
    if (!cells.is(columns.currency, lastCurrency.text)) {
      const text = cells.text(columns.currency);
      lastCurrency = { text, code: parseCurrency(text) };
    }
    return lastCurrency.code;
  }

  function readRow(record: CsvRecord): Fill | RowError {
    cells.load(record);
    if (cells.count !== columns.count || record.unclosedQuote) {
      const shape = shapeError(record, cells, columns);
      if (shape !== null) return noRow(record) ?? shape;
    }
    const dateTime = cells.text(columns.dateTime);
    const blank = dateTime.indexOf(' ');
    const date = sessionDate(blank < 0 ? dateTime : dateTime.slice(0, blank));
    if (date === null) {
      dates.unreadable(record.line, dateTime);
      return noRow(record) ?? rowError('Date/Time', dateTime, dateFault(dateTime));
    }
    if (date > dates.latest) dates.afterLatest(record.line, dateTime);
    const second = parseTimeOfDay(blank < 0 ? '' : dateTime.slice(blank + 1).trim());
    if (second === null) return noRow(record) ?? rowError('Date/Time', dateTime, timeFault(dateTime));
    return readFill(record, date, second);
  }

  function noRow({ raw }: CsvRecord): RowError | null {
    const { dateTime, account, side, symbol } = columns;
    const fault = noRowFault([
      cells.text(dateTime),
      ...[account, side, symbol].map((index) => cells.text(index)),
    ]);
    return fault === null ? null : { ...rowError('row', raw, fault), isNoRow: true };
  }

  function readFill(record: CsvRecord, date: string, second: number): Fill | RowError {
    const account = readText(columns.account);
    const accountProblem = nameError('Account', account) ?? lineBreakError(record, columns);
    if (accountProblem !== null) return accountProblem;
    const side = cells.text(columns.side);
    if (!isSide(side)) return noRow(record) ?? rowError('B/S', side, 'unknown side; expected B, C, S or T');
    let quantity = number(columns.quantity);
    if (quantity === null || quantity < SMALLEST_QUANTITY) {
      if (!isLeftOutByCancellation(quantity, columns.quantity)) return quantityError(quantity);
      quantity = 0;
    }
    const symbol = readText(columns.symbol);
    const symbolProblem = nameError('Symbol', symbol);
    if (symbolProblem !== null) return symbolProblem;
    // 0 is a valid price: expired options and written-off shares are booked at it. Spreads, and oil in April
    // 2020, trade below 0.
    const price = number(columns.price) ?? (isLeftOutByCancellation(null, columns.price) ? 0 : null);
    if (price === null) return numberError('Price', columns.price);
    const fees = sumFees();
    if (typeof fees !== 'number') return fees;
    const currency = readCurrency();
    if (currency === null)
      return rowError('Currency', cells.text(columns.currency), 'not a currency code of three letters');
    const ids = identify(record, date);
    if ('reason' in ids) return ids;
    unread.examine(cells);
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
      orderId: readText(columns.orderId),
      status: readText(columns.status),
      ...ids,
    };
  }

  /**
   * A source may send a cancelled fill with quantity 0 and without a price. Only its id says which stored
   * fill it cancels: without one the row is refused, and the day is incomplete.
   */
  function isLeftOutByCancellation(value: number | null, index: number): boolean {
    if (value !== 0 && !cells.isEmpty(index)) return false;
    const ids = [columns.propReportsId, columns.fillId, columns.daybreakId];
    return ids.some((id) => isId(cells.text(id))) && isCancelled(readText(columns.status));
  }

  function quantityError(quantity: number | null): RowError {
    if (quantity === null) return numberError('Qty', columns.quantity);
    const text = cells.text(columns.quantity);
    const fault = quantity < 0 ? ': it is negative; the side gives the direction' : '';
    return rowError('Qty', text, `not a plain number of at least 0.00000001${fault}`);
  }

  function numberError(column: string, index: number): RowError {
    const text = cells.text(index);
    return rowError(column, text, numberFault(text, decimalMark));
  }

  function sumFees(): number | RowError {
    let sum = 0;
    for (const column of columns.fees) {
      if (cells.isEmpty(column.index)) continue;
      const fee = number(column.index);
      if (fee !== null) sum += fee;
      else if (!isNoFee(column)) return numberError(column.name, column.index);
    }
    return sum;
  }

  function isNoFee({ index, mayBeVenue }: FeeColumn): boolean {
    const text = cells.text(index);
    return text === '' || (mayBeVenue && VENUE.test(text));
  }

  /** An export of Daybreak writes texts so that spreadsheets do not run them. */
  function readText(index: number | null): string {
    const text = cells.text(index);
    return columns.daybreakId === null ? text : textOfReversible(text);
  }

  function identify(record: CsvRecord, date: string): Pick<Fill, 'identity' | 'idDigest'> | RowError {
    if (columns.daybreakId !== null)
      return readDaybreakId(cells.text(columns.daybreakId), cells.text(columns.idDigest));
    const propReportsId = cells.text(columns.propReportsId);
    if (isId(propReportsId))
      return (
        idError('PropReports Id', propReportsId) ?? {
          identity: `P:${propReportsId}`,
          idDigest: cells.digest(columns.fillId),
        }
      );
    const fillId = cells.text(columns.fillId);
    if (isId(fillId)) return idError('Fill Id', fillId) ?? { identity: `F:${date}:${fillId}`, idDigest: 0 };
    // Trimmed fields instead of bytes: the same fill exported with other quotes or blanks keeps its identity.
    const text = record.fields
      .slice(0, columns.count)
      .map((each) => each.trim())
      .join(',');
    return { identity: `N:${text}:${identities.next(text)}`, idDigest: 0 };
  }

  return {
    read(record) {
      const read = readRow(record);
      if ('identity' in read) return read;
      const { column, value, reason, isNoRow } = read;
      const place = isNoRow ? NO_PLACE : rejectedPlace(cells, columns);
      return { where, line: record.line, column, value, reason, raw: record.raw, ...place };
    },
    unreadColumns: unread.names,
  };
}

/**
 * Rejects a row with more fields than the header: it has an extra separator, and every value after it is
 * shifted.
 */
function shapeError(record: CsvRecord, cells: Cells, columns: FillColumns): RowError | null {
  const { raw } = record;
  if (record.unclosedQuote) return rowError('row', raw, 'a quote is opened and never closed');
  const found = `${cells.count} where the header has ${columns.count}`;
  if (cells.count < columns.count) return rowError('row', raw, `too few columns: ${found}`);
  return record.fields.slice(columns.count).some((extra) => extra.trim() !== '')
    ? rowError('row', raw, `too many columns: ${found}`)
    : null;
}

function nameError(column: string, value: string): RowError | null {
  if (value === '') return rowError(column, value, 'empty');
  if (value.includes('\uFFFD'))
    return rowError(column, value, 'not UTF-8 text (Windows-1252?), so the name cannot be read');
  const problem = nameProblem(value);
  return problem === null ? null : rowError(column, value, problem);
}

/** A line break at the end of a name is trimmed with its blanks, so the field itself is checked. */
function lineBreakError(record: CsvRecord, { account, daybreakId }: FillColumns): RowError | null {
  if (record.isPlain) return null;
  const field = record.fields[account] ?? '';
  const problem = nameProblem(daybreakId === null ? field : textOfReversible(field));
  return problem === null ? null : rowError('Account', field, problem);
}

function isSide(text: string): text is Side {
  return text === 'B' || text === 'C' || text === 'S' || text === 'T';
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
