import { InputError } from '../../shared/errors.ts';
import { type FeeName, feeName, mayBeFee, normalised } from './columnNames.ts';
import type { CsvRecord } from './csvRecords.ts';

/** Position of each column in a row; null for an optional column that this export lacks. */
export interface FillColumns {
  /** Number of fields in a complete row. */
  readonly count: number;
  readonly dateTime: number;
  readonly account: number;
  readonly side: number;
  readonly quantity: number;
  readonly symbol: number;
  readonly price: number;
  readonly fees: readonly FeeColumn[];
  /** Columns with unknown names. One that holds numbers may be a fee: the import names it. */
  readonly unknown: readonly NamedColumn[];
  readonly orderId: number | null;
  readonly fillId: number | null;
  readonly propReportsId: number | null;
  readonly status: number | null;
  readonly currency: number | null;
  /** The identity of a fill that Daybreak exported. Such a file has its texts as `reversibleText`. */
  readonly daybreakId: number | null;
  readonly idDigest: number | null;
}

export interface NamedColumn {
  readonly index: number;
  /** As the header writes it. */
  readonly name: string;
}

export interface FeeColumn extends NamedColumn {
  /** The name is that of a fee or of a venue: a cell with a name is then no fee. */
  readonly mayBeVenue: boolean;
}

export const REQUIRED_FILL_COLUMNS = ['Date/Time', 'Account', 'B/S', 'Qty', 'Symbol', 'Price'] as const;

/** Optional columns under the names that exports give them, the vendor's own first. */
const OPTIONAL_COLUMNS = {
  orderId: ['order id', 'orderid', 'order number', 'order no', 'order #'],
  fillId: ['fill id', 'fillid', 'exec id', 'execid', 'execution id'],
  propReportsId: ['propreports id', 'propreportsid', 'prop reports id'],
  status: ['status', 'fill status', 'exec status', 'execution status', 'trade status'],
  currency: ['currency', 'ccy', 'cur', 'curr', 'currency code', 'trade currency', 'price currency'],
  daybreakId: ['daybreak id'],
  idDigest: ['id digest'],
} as const;

/**
 * Reads a record as the header of a fills CSV. Column names may be in any case and order, with blanks around
 * them.
 * @returns null when a required column is missing.
 * @throws InputError when a column that Daybreak reads appears twice, also under two names: it cannot know
 *   which one is right.
 */
export function readFillColumns(
  where: string,
  { line, fields }: Pick<CsvRecord, 'line' | 'fields'>,
): FillColumns | null {
  const names = fields.map(normalised);
  const at = (name: string): number => names.indexOf(normalised(name));
  if (REQUIRED_FILL_COLUMNS.some((name) => at(name) < 0)) return null;
  const required = REQUIRED_FILL_COLUMNS.map(at);
  const optional = optionalColumns(names);
  const fees = feeColumns(fields);
  refuseRepeated(where, line, fields, [...required, ...Object.values(optional)], fees);
  const read = new Set([...required, ...Object.values(optional), ...fees.map(({ index }) => index)]);
  // A separator at the end of the header does not start a column.
  const count = names.findLastIndex((name) => name !== '') + 1;
  return {
    count,
    dateTime: at('Date/Time'),
    account: at('Account'),
    side: at('B/S'),
    quantity: at('Qty'),
    symbol: at('Symbol'),
    price: at('Price'),
    fees,
    unknown: unknownColumns(fields.slice(0, count), at('Price'), optional.orderId).filter(
      ({ index }) => !read.has(index),
    ),
    ...optional,
  };
}

/** Whether a line has every required column. */
export function isFillsHeader(fields: readonly string[]): boolean {
  return missingFillColumns({ fields }).length === 0;
}

/** The required columns that a record lacks. A record with one or two missing is probably the header. */
export function missingFillColumns({ fields }: Pick<CsvRecord, 'fields'>): string[] {
  const names = fields.map(normalised);
  return REQUIRED_FILL_COLUMNS.filter((name) => !names.includes(normalised(name)));
}

function optionalColumns(names: readonly string[]) {
  const plain = names.map((name) => name.replaceAll('_', ' '));
  const find = (wanted: readonly string[]): number | null => {
    const found = wanted.map((name) => plain.indexOf(name)).find((index) => index >= 0);
    return found ?? null;
  };
  return {
    orderId: find(OPTIONAL_COLUMNS.orderId),
    fillId: find(OPTIONAL_COLUMNS.fillId),
    propReportsId: find(OPTIONAL_COLUMNS.propReportsId),
    status: find(OPTIONAL_COLUMNS.status),
    currency: find(OPTIONAL_COLUMNS.currency),
    daybreakId: find(OPTIONAL_COLUMNS.daybreakId),
    idDigest: find(OPTIONAL_COLUMNS.idDigest),
  };
}

interface FeeCandidate extends FeeColumn {
  readonly fee: FeeName;
  readonly kind: string;
}

/**
 * The fee columns. `Fees` counts next to a commission, and a sum only by itself: next to other fees they may
 * include them, and would count them twice. They then stay unread, and the import names them.
 */
function feeColumns(fields: readonly string[]): readonly FeeCandidate[] {
  const found = fields.flatMap((field, index): FeeCandidate[] => {
    const fee = feeName(field);
    if (fee === null) return [];
    const [kind, mayBeVenue] = fee.is === 'fee' ? [fee.kind, fee.mayBeVenue] : [fee.is, false];
    return [{ index, name: field.trim(), fee, kind, mayBeVenue }];
  });
  const single = found.filter(({ fee }) => fee.is === 'fee');
  const generic = found.filter(({ fee }) => fee.is === 'generic');
  if (generic.length > 0 && single.every(({ kind }) => kind === 'Comm')) return [...single, ...generic];
  return single.length > 0 || found.length > 1 ? single : found;
}

/** The fees stand between price and order id. Without this order, an unknown one may be anywhere. */
function unknownColumns(
  fields: readonly string[],
  price: number,
  orderId: number | null,
): readonly NamedColumn[] {
  const isBetween = (index: number) => index > price && index < (orderId ?? -1);
  const isOrdered = orderId !== null && orderId > price;
  return fields
    .map((field, index) => ({ index, name: field.trim() || `column ${index + 1}` }))
    .filter(
      ({ index, name }) => feeName(name) !== null || ((!isOrdered || isBetween(index)) && mayBeFee(name)),
    );
}

function refuseRepeated(
  where: string,
  line: number,
  fields: readonly string[],
  columns: readonly (number | null)[],
  fees: readonly FeeCandidate[],
): void {
  const names = fields.map(normalised);
  const ours = columns.flatMap((index) => (index === null ? [] : [names[index]]));
  const twice = names.findIndex((name, index) => ours.includes(name) && names.indexOf(name) !== index);
  if (twice >= 0) throw repeated(where, line, `column ${fields[twice]?.trim()} twice`);
  for (const [place, { kind, name }] of fees.entries()) {
    const first = fees.slice(0, place).find((other) => other.kind === kind);
    if (first === undefined) continue;
    const isSame = normalised(first.name) === normalised(name);
    throw repeated(where, line, isSame ? `column ${name} twice` : sameFee(first.name, name));
  }
}

function sameFee(first: string, second: string): string {
  return `the columns ${first} and ${second}, which are names of the same fee`;
}

function repeated(where: string, line: number, found: string): InputError {
  return new InputError('repeated_column', `${where}, line ${line} · found ${found} · expected one`, {
    hint: 'Remove the column that repeats the other. If they are two fees, give one another name, such as Venue Fee.',
  });
}
