import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import Driver from 'better-sqlite3';
import { StoreError } from '../../shared/errors.ts';

/**
 * Refuses while another process works on the database: by its lease, and by SQLite's own locks, which tell of every
 * process that has the file open. A file that SQLite cannot read is in nobody's use.
 * @throws StoreError that says who.
 */
export function refuseWhileInUse(databasePath: string, now: Date): void {
  if (!existsSync(databasePath)) return;
  let driver: Driver.Database | null = null;
  try {
    driver = new Driver(databasePath, { timeout: 0 });
    refuseLiveLease(driver, databasePath, now);
    // Leaving the write-ahead log takes the file for itself alone, and puts into it what its journal still holds.
    driver.pragma('journal_mode = DELETE');
  } catch (error) {
    if (!(error instanceof Driver.SqliteError)) throw error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(error.code))
      throw inUse(databasePath, 'another process that has it open');
  } finally {
    driver?.close();
  }
}

function refuseLiveLease(driver: Driver.Database, databasePath: string, now: Date): void {
  const table = driver.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'run_lease'");
  if (table.get() === undefined) return;
  const lease = driver
    .prepare<[string], { owner: string; expires_at: string }>(
      'SELECT owner, expires_at FROM run_lease WHERE expires_at > ? ORDER BY expires_at DESC LIMIT 1',
    )
    .get(now.toISOString());
  if (lease !== undefined)
    throw inUse(databasePath, `a run of ${lease.owner} until ${lease.expires_at} at least`);
}

function inUse(databasePath: string, by: string): StoreError {
  return new StoreError(
    'database_in_use',
    `Restore · found ${by} · expected nobody on ${basename(databasePath)}`,
    { hint: 'Stop the daemon, let the run end, then restore.', retryable: true },
  );
}
