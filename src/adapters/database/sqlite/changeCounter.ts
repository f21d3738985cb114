import type { Database } from './open.ts';

/** Counts changes of a database as one connection sees them. */
export interface ChangeCounter {
  /** Differs after a commit of another connection, of this process or another one. */
  others(): number;
  /** Rows that this connection has changed. */
  own(): number;
}

/** The counters belong to no transaction, so they are read without waiting for one. */
export function createChangeCounter({ driver }: Pick<Database, 'driver'>): ChangeCounter {
  const others = driver.prepare<[], number>('PRAGMA data_version').pluck();
  const own = driver.prepare<[], number>('SELECT total_changes()').pluck();
  return { others: () => others.get() ?? 0, own: () => own.get() ?? 0 };
}
