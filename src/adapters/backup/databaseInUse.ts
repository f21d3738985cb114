import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import Driver from 'better-sqlite3';
import { StoreError } from '../../shared/errors.ts';

/**
 * Throws while another process uses the database. It checks the run lease and SQLite's locks, which show
 * every process that has the file open. A file that SQLite cannot read counts as not in use.
 * @param use `look` leaves the mode of the file as it is; `close` ends its write-ahead log.
 * @throws StoreError that names the owner of the lease, or reports another process.
 */
export function refuseWhileInUse(databasePath: string, now: Date, use: 'look' | 'close'): void {
  if (!existsSync(databasePath)) return;
  withDriver(databasePath, (driver) => refuseLiveLease(driver, databasePath, now));
  withDriver(databasePath, (driver) => {
    // The first access then needs an exclusive lock, which no other connection may share.
    driver.pragma('locking_mode = EXCLUSIVE');
    driver.exec('BEGIN EXCLUSIVE; ROLLBACK');
    if (use === 'close') driver.pragma('journal_mode = DELETE');
  });
}

function withDriver(databasePath: string, work: (driver: Driver.Database) => void): void {
  let driver: Driver.Database | null = null;
  try {
    driver = new Driver(databasePath, { timeout: 0 });
    work(driver);
  } catch (error) {
    if (!(error instanceof Driver.SqliteError)) throw error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(error.code))
      throw databaseInUse(databasePath, 'another process that has it open');
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
    throw databaseInUse(databasePath, `a run of ${lease.owner} until ${lease.expires_at} at least`);
}

function databaseInUse(databasePath: string, by: string): StoreError {
  return new StoreError(
    'database_in_use',
    `Restore · found ${by} · expected no other process to use ${basename(databasePath)}`,
    { hint: 'Stop the daemon, wait for the end of the run, then restore.', retryable: true },
  );
}
