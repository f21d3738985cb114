import type Driver from 'better-sqlite3';
import { StoreError } from '../../../shared/errors.ts';

/**
 * Makes SQLite check every page, about 0.7 seconds per gigabyte: too long for every command, acceptable
 * before a morning, which decides on what it reads.
 * @throws StoreError `database_damaged` where a page is damaged.
 */
export function requireIntact(driver: Driver.Database): void {
  const found = driver.pragma('quick_check(1)', { simple: true });
  if (found === 'ok') return;
  throw new StoreError(
    'database_damaged',
    `Database ${driver.name} · found ${String(found)} · expected an intact database`,
    { hint: 'Run nothing on it and restore a backup.' },
  );
}
