import type { Fill, Side } from '../../domain/ledger/fill.ts';
import type { RejectedRow } from '../../ports/source.ts';
import { Cells } from './cells.ts';
import type { CsvRecord } from './csvRecords.ts';
import type { FillColumns } from './fillsHeader.ts';
import type { IdentityCounter } from './identityCounter.ts';
import { parseTimeOfDay, parseVendorDate } from './vendorDate.ts';

/** Why a row cannot be a fill: the column at fault, what stood there, what was expected. */
export interface Refusal {
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** The vendor's smallest quantity, 8 decimals. */
const SMALLEST_QUANTITY = 1e-8;
/** What a spreadsheet makes of a long number: its last digits are gone, so two fills would look like one. */
const ABBREVIATED_ID = /^\d+(?:\.\d+)?[eE]\+\d+$/;
const MOST_DATES_CACHED = 10_000;

/** Reads records into fills; a record that cannot be one comes back as a rejected row. */
export function createFillRowReader(
  where: string,
  columns: FillColumns,
  identities: IdentityCounter,
): (record: CsvRecord) => Fill | RejectedRow {
  const dates = new Map<string, string | null>();
  const cells = new Cells();

  function sessionDate(text: string): string | null {
    let date = dates.get(text);
    if (date === undefined) {
      if (dates.size >= MOST_DATES_CACHED) dates.clear();
      date = parseVendorDate(text);
      dates.set(text, date);
    }
    return date;
  }

  function readRow(record: CsvRecord): Fill | Refusal {
    cells.load(record);
    const shape = shapeRefusal(record, cells, columns);
    if (shape !== null) return shape;
    const dateTime = cells.text(columns.dateTime);
    const blank = dateTime.indexOf(' ');
    const date = sessionDate(blank < 0 ? dateTime : dateTime.slice(0, blank));
    if (date === null)
      return refuse('Date/Time', dateTime, 'no date of the calendar; expected MM/DD/YYYY HH:MM:SS');
    const second = parseTimeOfDay(blank < 0 ? '' : dateTime.slice(blank + 1).trim());
    if (second === null) return refuse('Date/Time', dateTime, 'no time of day; expected MM/DD/YYYY HH:MM:SS');
    return readFill(record, date, second);
  }

  function readFill(record: CsvRecord, date: string, second: number): Fill | Refusal {
    const account = cells.text(columns.account);
    const accountProblem = nameRefusal('Account', account);
    if (accountProblem !== null) return accountProblem;
    const side = cells.text(columns.side);
    if (!isSide(side)) return refuse('B/S', side, 'unknown side; expected B, C, S or T');
    const quantity = cells.decimal(columns.quantity);
    if (quantity === null || quantity < SMALLEST_QUANTITY)
      return refuse('Qty', cells.text(columns.quantity), 'no plain number of at least 0.00000001');
    const symbol = cells.text(columns.symbol);
    const symbolProblem = nameRefusal('Symbol', symbol);
    if (symbolProblem !== null) return symbolProblem;
    // 0 is a price: options that expire and shares that are written off are booked at it.
    const price = cells.decimal(columns.price);
    if (price === null || price < 0)
      return refuse('Price', cells.text(columns.price), 'no plain number of at least 0');
    const fees = sumFees(cells, columns);
    if (typeof fees !== 'number') return fees;
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
      orderId: cells.text(columns.orderId),
      status: cells.text(columns.status),
      identity,
    };
  }

  function identify(record: CsvRecord, date: string): string | Refusal {
    const propReportsId = cells.text(columns.propReportsId);
    if (isId(propReportsId)) return wholeId('PropReports Id', propReportsId) ?? `P:${propReportsId}`;
    const fillId = cells.text(columns.fillId);
    if (isId(fillId)) return wholeId('Fill Id', fillId) ?? `F:${date}:${fillId}`;
    // The trimmed fields rather than the bytes, so that quoting or blanks do not make a new fill of an old one.
    const text = record.fields
      .slice(0, columns.count)
      .map((each) => each.trim())
      .join(',');
    return `N:${text}:${identities.next(text)}`;
  }

  return (record) => {
    const read = readRow(record);
    return 'identity' in read ? read : { where, line: record.line, ...read, raw: record.raw };
  };
}

function refuse(column: string, value: string, reason: string): Refusal {
  return { column, value, reason };
}

/** A row with more fields than the header has a comma too many somewhere, and every later value is in the wrong place. */
function shapeRefusal(record: CsvRecord, cells: Cells, columns: FillColumns): Refusal | null {
  const { raw } = record;
  if (record.unclosedQuote) return refuse('row', raw, 'a quote is opened and never closed');
  if (cells.count < columns.count)
    return refuse('row', raw, `too few columns: ${cells.count} where the header has ${columns.count}`);
  if (cells.count > columns.count && record.fields.slice(columns.count).some((extra) => extra.trim() !== ''))
    return refuse('row', raw, `too many columns: ${cells.count} where the header has ${columns.count}`);
  return raw === columns.raw ? refuse('row', raw, 'a second header') : null;
}

function nameRefusal(column: string, value: string): Refusal | null {
  if (value === '') return refuse(column, value, 'empty');
  return value.includes('\uFFFD')
    ? refuse(column, value, 'not UTF-8 text, so the name cannot be known')
    : null;
}

function isSide(text: string): text is Side {
  return text === 'B' || text === 'C' || text === 'S' || text === 'T';
}

function sumFees(cells: Cells, columns: FillColumns): number | Refusal {
  let sum = 0;
  for (const { index, name } of columns.fees) {
    if (cells.isEmpty(index)) continue;
    const fee = cells.decimal(index);
    if (fee !== null) sum += fee;
    else if (cells.text(index) !== '') return refuse(name, cells.text(index), 'no plain number');
  }
  return sum;
}

/** Servers without the column's value send it empty or 0; as an identity, 0 would make one fill of all. */
function isId(text: string): boolean {
  return text !== '' && text !== '0';
}

function wholeId(column: string, id: string): Refusal | null {
  return ABBREVIATED_ID.test(id)
    ? refuse(column, id, 'abbreviated by a spreadsheet, so fills cannot be told apart')
    : null;
}
