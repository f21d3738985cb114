import Driver from 'better-sqlite3';

export type LegacyRow = Readonly<Record<string, string | number | bigint | Buffer | null>>;

export interface LegacyDatabase {
  readonly fills: readonly LegacyRow[];
  /** The table's columns with types; the newest version's by default. */
  readonly columns?: string;
  readonly accounts?: readonly LegacyRow[];
}

export const NEWEST_COLUMNS =
  'id INTEGER PRIMARY KEY, account_id TEXT, fill_datetime TEXT, account TEXT, side TEXT, qty REAL, symbol TEXT, price REAL, route TEXT, liq TEXT, comm REAL, ecn_fee REAL, sec REAL, orf REAL, cat REAL, taf REAL, ftt REAL, nscc REAL, acc REAL, clr REAL, misc REAL, order_id TEXT, fill_id TEXT, currency TEXT, isin TEXT, cusip TEXT, status TEXT, prop_reports_id TEXT, updated_at TEXT';
/** The previous version: another name for the date, fewer fees, and text and integers instead of reals. */
export const OLDER_COLUMNS =
  'datetime TEXT, account_id TEXT, account TEXT, side TEXT, qty INTEGER, symbol TEXT, price TEXT, comm TEXT, ecn_fee TEXT, sec TEXT, taf TEXT, nscc TEXT, clr TEXT, misc TEXT, order_id INTEGER, fill_id INTEGER, status TEXT, prop_reports_id INTEGER';

const ACCOUNT_COLUMNS =
  'account_id TEXT, account_name TEXT, first_traded TEXT, last_traded TEXT, currency TEXT, cash REAL, unrealized REAL, is_active INTEGER';

/** A valid row of the earlier system with overrides: 100 AAPL bought at 10.25 by NET001. */
export function legacyRow(values: LegacyRow = {}): LegacyRow {
  return {
    account: 'NET001',
    side: 'B',
    qty: 100,
    symbol: 'AAPL',
    price: 10.25,
    comm: 0.2,
    ecn_fee: -0.05,
    order_id: 'O1',
    fill_id: 'F1',
    prop_reports_id: '1',
    ...('datetime' in values ? {} : { currency: 'USD' }),
    ...('datetime' in values ? {} : { fill_datetime: '10/31/2025 09:30:05' }),
    ...values,
  };
}

/** Writes a `risk_tool.db` of the earlier system. */
export function writeLegacyDatabase(path: string, { fills, columns, accounts }: LegacyDatabase): string {
  const driver = new Driver(path);
  driver.exec(`CREATE TABLE fills (${columns ?? NEWEST_COLUMNS})`);
  for (const row of fills) insert(driver, 'fills', row);
  if (accounts !== undefined) driver.exec(`CREATE TABLE accounts (${ACCOUNT_COLUMNS})`);
  for (const row of accounts ?? []) insert(driver, 'accounts', row);
  driver.close();
  return path;
}

function insert(driver: Driver.Database, table: string, row: LegacyRow): void {
  const names = Object.keys(row);
  driver
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(row));
}
