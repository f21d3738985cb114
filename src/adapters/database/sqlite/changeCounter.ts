import type Driver from 'better-sqlite3';
import type { ChangeCounter } from '../database.ts';

/** The counters belong to no transaction, so they are read without waiting for one. */
export function createChangeCounter(driver: Driver.Database): ChangeCounter {
  const others = driver.prepare<[], number>('PRAGMA data_version').pluck();
  const own = driver.prepare<[], number>('SELECT total_changes()').pluck();
  return { others: async () => String(others.get()), own: () => own.get() ?? 0 };
}
