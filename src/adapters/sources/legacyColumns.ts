import { FEE_COLUMNS, type FillColumns } from './fillsHeader.ts';

/** The columns of the earlier system's `fills` table, matched to the columns of a fills CSV. */
export interface LegacyColumns {
  /** Names to select, in the order of the positions in `columns`. */
  readonly selected: readonly string[];
  readonly columns: FillColumns;
  /** The table's name for a column of the CSV, used in the messages about rejected rows. */
  readonly nameOf: (csvName: string) => string;
  /** Positions of the columns with order and fill ids. */
  readonly ids: ReadonlySet<number>;
  /** Position of the column account_id when the table has no account code; otherwise null. */
  readonly accountNumber: number | null;
}

/** Names that the versions of the earlier system use, the newest first. The first six rows are required. */
const NAMES: readonly (readonly [csvName: string, names: readonly string[]])[] = [
  ['Date/Time', ['fill_datetime', 'datetime']],
  ['Account', ['account', 'account_id']],
  ['B/S', ['side']],
  ['Qty', ['qty']],
  ['Symbol', ['symbol']],
  ['Price', ['price']],
  ...FEE_COLUMNS.map((name) => [name, [name.toLowerCase().replace(' ', '_')]] as const),
  ['Order Id', ['order_id']],
  ['Fill Id', ['fill_id']],
  ['Status', ['status']],
  ['PropReports Id', ['prop_reports_id']],
  ['Currency', ['currency']],
];
const REQUIRED = 6;
/** A text that no row has, so no row counts as a repeated header. */
const NO_HEADER = '\n';

/**
 * Matches the columns of a `fills` table by name, in any case. Returns the missing ones when a required one
 * is.
 */
export function legacyColumns(
  tableColumns: readonly string[],
): LegacyColumns | { readonly missing: string[] } {
  const found = NAMES.map(([csvName, names]) => ({
    csvName,
    name: names.flatMap((name) => tableColumns.find((each) => each.toLowerCase() === name) ?? [])[0],
    wanted: names.join(' or '),
  }));
  const missing = found.slice(0, REQUIRED).filter(({ name }) => name === undefined);
  if (missing.length > 0) return { missing: missing.map(({ wanted }) => wanted) };
  const present = found.flatMap(({ csvName, name }) => (name === undefined ? [] : [{ csvName, name }]));
  const at = (csvName: string): number => present.findIndex((each) => each.csvName === csvName);
  const optional = (csvName: string): number | null => (at(csvName) < 0 ? null : at(csvName));
  const account = present[at('Account')]?.name.toLowerCase();
  return {
    selected: present.map(({ name }) => name),
    columns: {
      count: present.length,
      raw: NO_HEADER,
      dateTime: at('Date/Time'),
      account: at('Account'),
      side: at('B/S'),
      quantity: at('Qty'),
      symbol: at('Symbol'),
      price: at('Price'),
      fees: FEE_COLUMNS.map((name) => ({ index: at(name), name })).filter(({ index }) => index >= 0),
      orderId: optional('Order Id'),
      fillId: optional('Fill Id'),
      propReportsId: optional('PropReports Id'),
      status: optional('Status'),
      currency: optional('Currency'),
    },
    nameOf: (csvName) => present[at(csvName)]?.name ?? csvName,
    ids: new Set([at('Order Id'), at('Fill Id'), at('PropReports Id')]),
    accountNumber: account === 'account_id' ? at('Account') : null,
  };
}
