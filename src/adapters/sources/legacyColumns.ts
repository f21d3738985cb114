import { feeName, mayBeFee } from './columnNames.ts';
import { type FillColumns, readFillColumns } from './fillsHeader.ts';

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

interface Column {
  readonly csvName: string;
  /** Names that the versions of the earlier system use, the newest first. */
  readonly names: readonly string[];
}

const REQUIRED: readonly Column[] = [
  { csvName: 'Date/Time', names: ['fill_datetime', 'datetime'] },
  { csvName: 'Account', names: ['account', 'account_id'] },
  { csvName: 'B/S', names: ['side'] },
  { csvName: 'Qty', names: ['qty'] },
  { csvName: 'Symbol', names: ['symbol'] },
  { csvName: 'Price', names: ['price'] },
];
const OPTIONAL: readonly Column[] = [
  { csvName: 'Order Id', names: ['order_id'] },
  { csvName: 'Fill Id', names: ['fill_id'] },
  { csvName: 'Status', names: ['status'] },
  { csvName: 'PropReports Id', names: ['prop_reports_id'] },
  { csvName: 'Currency', names: ['currency'] },
];
/** The fee columns of the vendor in its own order: the text of a row without ids depends on the order. */
const FEE_ORDER = ['comm', 'ecn_fee', 'sec', 'orf', 'cat', 'taf', 'ftt', 'nscc', 'acc', 'clr', 'misc'];
const KNOWN = new Set([...REQUIRED, ...OPTIONAL].flatMap(({ names }) => names));

/**
 * Matches the columns of a `fills` table by name, in any case. Returns the missing ones when a required one
 * is.
 * @throws InputError when two columns are names of the same fee.
 */
export function legacyColumns(
  where: string,
  tableColumns: readonly string[],
): LegacyColumns | { readonly missing: string[] } {
  const nameIn = ({ names }: Column): string | undefined =>
    names.flatMap((name) => tableColumns.find((each) => each.toLowerCase() === name) ?? [])[0];
  const missing = REQUIRED.filter((column) => nameIn(column) === undefined);
  if (missing.length > 0) return { missing: missing.map(({ names }) => names.join(' or ')) };
  const present = (columns: readonly Column[]) =>
    columns.flatMap((column) => {
      const name = nameIn(column);
      return name === undefined ? [] : [{ csvName: column.csvName, name }];
    });
  const others = [...feesOf(tableColumns), ...unknownOf(tableColumns)].map((name) => ({
    csvName: name,
    name,
  }));
  const all = [...present(REQUIRED), ...others, ...present(OPTIONAL)];
  const columns = readFillColumns(where, { line: 0, fields: all.map(({ csvName }) => csvName) });
  if (columns === null) throw new Error('the required columns of a fills table are there');
  const { orderId, fillId, propReportsId, account } = columns;
  return {
    selected: all.map(({ name }) => name),
    columns,
    nameOf: (csvName) => all.find((each) => each.csvName === csvName)?.name ?? csvName,
    ids: new Set([orderId, fillId, propReportsId].filter((index) => index !== null)),
    accountNumber: all[account]?.name.toLowerCase() === 'account_id' ? account : null,
  };
}

function feesOf(tableColumns: readonly string[]): readonly string[] {
  const place = (name: string) => FEE_ORDER.indexOf(name.toLowerCase()) + 1 || FEE_ORDER.length + 1;
  return tableColumns.filter((name) => feeName(name) !== null).sort((a, b) => place(a) - place(b));
}

function unknownOf(tableColumns: readonly string[]): readonly string[] {
  return tableColumns.filter(
    (name) => feeName(name) === null && mayBeFee(name) && !KNOWN.has(name.toLowerCase()),
  );
}
