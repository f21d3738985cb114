import { StoreError } from '../../../shared/errors.ts';
import type { Database } from '../database.ts';

/**
 * Adds to a `database_locked` error the run that holds a lease: the likeliest writer. Returns any other error
 * as it is.
 */
export async function withWriter(database: Database, error: unknown, now: Date): Promise<unknown> {
  const locked = database.storeErrorOf(error);
  if (locked?.code !== 'database_locked' || !database.isOpen) return error;
  const at = (await database.sharedClock(database.connection)) ?? now;
  const owner = await database.connection.value<string>(HOLDER, at.toISOString());
  if (owner === undefined) return locked;
  const { code, hint, retryable } = locked;
  const message = locked.message.replace('another process', `another process, probably the run of ${owner},`);
  return new StoreError(code, message, { hint, retryable, cause: error });
}

const HOLDER = 'SELECT owner FROM run_lease WHERE expires_at > ? ORDER BY expires_at DESC LIMIT 1';
