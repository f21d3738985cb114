import { StoreError } from '../../../shared/errors.ts';
import type { Database } from './open.ts';

/**
 * Has SQLite look at every page, about 0.7 seconds a gigabyte: too long for every command, little for a morning, which
 * decides on what it reads.
 * @throws StoreError where a page is damaged.
 */
export function requireSound({ driver }: Pick<Database, 'driver'>): void {
  const found = driver.pragma('quick_check(1)', { simple: true });
  if (found === 'ok') return;
  throw new StoreError(
    'database_damaged',
    `Database ${driver.name} · found ${String(found)} · expected an intact database`,
    { hint: 'Run nothing on it and restore a backup.' },
  );
}
