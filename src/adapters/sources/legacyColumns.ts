import { FEE_COLUMNS, type FillColumns } from './fillsHeader.ts';

/** Where the earlier system's `fills` table keeps what a fills CSV calls otherwise. */
export interface LegacyColumns {
  /** Names to select, in the order in which `columns` numbers them. */
  readonly selected: readonly string[];
  readonly columns: FillColumns;
  /** The table's name for a column of the CSV, for telling a person what is wrong with a row. */
  readonly nameOf: (csvName: string) => string;
  /** Places of columns that hold identities. */
  readonly ids: ReadonlySet<number>;
  /** Place of the account's number where the table has no code of the account itself. */
  readonly accountNumber: number | null;
}

/** Names by version of the earlier system, the newest first. */
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
];
const REQUIRED = 6;
/** No row's text is this, so no row is taken for a second header. */
const NO_HEADER = '\n';

/** Finds the columns of a `fills` table by name, in any case; names those that are missing where it cannot be one. */
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
    },
    nameOf: (csvName) => present[at(csvName)]?.name ?? csvName,
    ids: new Set([at('Order Id'), at('Fill Id'), at('PropReports Id')]),
    accountNumber: account === 'account_id' ? at('Account') : null,
  };
}
