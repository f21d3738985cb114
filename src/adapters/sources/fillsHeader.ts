import { InputError } from '../../shared/errors.ts';
import type { CsvRecord } from './csvRecords.ts';

/** Position of each column in a row; null for an optional column that this export lacks. */
export interface FillColumns {
  /** Number of fields in a complete row. */
  readonly count: number;
  /** Text of the header, to detect a header that is repeated among the rows. */
  readonly raw: string;
  readonly dateTime: number;
  readonly account: number;
  readonly side: number;
  readonly quantity: number;
  readonly symbol: number;
  readonly price: number;
  readonly fees: readonly { readonly index: number; readonly name: string }[];
  readonly orderId: number | null;
  readonly fillId: number | null;
  readonly propReportsId: number | null;
  readonly status: number | null;
  readonly currency: number | null;
}

export const REQUIRED_FILL_COLUMNS = ['Date/Time', 'Account', 'B/S', 'Qty', 'Symbol', 'Price'] as const;

/** All fee columns of PropReports; older servers send fewer of them. */
export const FEE_COLUMNS = [
  'Comm',
  'Ecn Fee',
  'SEC',
  'ORF',
  'CAT',
  'TAF',
  'FTT',
  'NSCC',
  'Acc',
  'Clr',
  'Misc',
] as const;

const OPTIONAL_COLUMNS = ['Order Id', 'Fill Id', 'PropReports Id', 'Status', 'Currency'] as const;

/**
 * Reads a record as the header of a fills CSV. Column names may be in any case and order, with blanks around
 * them.
 * @returns null when a required column is missing.
 * @throws InputError when a column that Daybreak reads appears twice: it cannot know which one is right.
 */
export function readFillColumns(where: string, record: CsvRecord): FillColumns | null {
  const names = record.fields.map(normalised);
  const at = (name: string): number => names.indexOf(normalised(name));
  const optional = (name: string): number | null => (at(name) < 0 ? null : at(name));
  if (REQUIRED_FILL_COLUMNS.some((name) => at(name) < 0)) return null;
  refuseRepeated(where, record.line, names);
  return {
    // A comma at the end of the header does not start a column.
    count: names.findLastIndex((name) => name !== '') + 1,
    raw: record.raw,
    dateTime: at('Date/Time'),
    account: at('Account'),
    side: at('B/S'),
    quantity: at('Qty'),
    symbol: at('Symbol'),
    price: at('Price'),
    fees: FEE_COLUMNS.map((name) => ({ index: at(name), name })).filter((fee) => fee.index >= 0),
    orderId: optional('Order Id'),
    fillId: optional('Fill Id'),
    propReportsId: optional('PropReports Id'),
    status: optional('Status'),
    currency: optional('Currency'),
  };
}

/** The required columns that a record lacks. A record with one or two missing is probably the header. */
export function missingFillColumns(record: CsvRecord): string[] {
  const names = record.fields.map(normalised);
  return REQUIRED_FILL_COLUMNS.filter((name) => !names.includes(normalised(name)));
}

/** A column name in lower case, trimmed, with single blanks: the form in which names are compared. */
export function normalised(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

function refuseRepeated(where: string, line: number, names: readonly string[]): void {
  const ours = [...REQUIRED_FILL_COLUMNS, ...FEE_COLUMNS, ...OPTIONAL_COLUMNS];
  const twice = ours.find((name) => {
    const key = normalised(name);
    return names.indexOf(key) !== names.lastIndexOf(key);
  });
  if (twice === undefined) return;
  throw new InputError(
    'repeated_column',
    `${where}, line ${line} · found column ${twice} twice · expected once`,
    {
      hint: 'Export the fills again with the standard columns.',
    },
  );
}
