import type Driver from 'better-sqlite3';
import type { ListedAccount } from '../../ports/files.ts';
import { parseAnyDate } from './vendorDate.ts';

/**
 * The accounts in the table `accounts` of the earlier system's database. Empty when the table does not exist
 * or has no columns account_id and account_name.
 */
export function readLegacyAccounts(driver: Driver.Database): readonly ListedAccount[] {
  const columns = (driver.pragma('table_info(accounts)') as { name: string }[]).map(({ name }) =>
    name.toLowerCase(),
  );
  if (!columns.includes('account_id') || !columns.includes('account_name')) return [];
  const rows = driver.prepare<[], Record<string, unknown>>('SELECT * FROM accounts').safeIntegers().all();
  return rows.map(readAccount).filter(({ id, name }) => id !== '' && name !== '');
}

function readAccount(row: Readonly<Record<string, unknown>>): ListedAccount {
  const cells = new Map(Object.entries(row).map(([name, cell]) => [name.toLowerCase(), cell]));
  const text = (name: string): string => String(cells.get(name) ?? '').trim();
  return {
    id: text('account_id').replace(/\.0+$/, ''),
    name: text('account_name'),
    firstTraded: parseAnyDate(text('first_traded')),
    lastTraded: parseAnyDate(text('last_traded')),
    // Inactive only when the cell clearly means no. A missing column or an empty cell counts as active.
    active: !/^(?:0|0\.0|false|no)$/i.test(text('is_active')),
  };
}
