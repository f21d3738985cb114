import Driver from 'better-sqlite3';

/**
 * Copies all that was committed from the write-ahead log into the database file, and flushes both. The file
 * alone is then complete: nothing is forgotten if the log is lost. Waits for readers of an older state, such
 * as a backup, at most half a second.
 * @returns false where the file is not complete: a reader did not end, or the disk is full. Each commit is
 *   still safe in the log, which is flushed at every commit.
 */
export function persist(driver: Driver.Database): boolean {
  if (driver.memory || driver.readonly) return false;
  const timeout = driver.pragma('busy_timeout', { simple: true });
  try {
    driver.pragma(`busy_timeout = ${LONGEST_WAIT_MS}`);
    const frames = driver.pragma('wal_checkpoint(FULL)') as readonly CheckpointRow[];
    return frames.every(({ log, checkpointed }) => log === checkpointed);
  } catch (error) {
    if (error instanceof Driver.SqliteError) return false;
    throw error;
  } finally {
    driver.pragma(`busy_timeout = ${String(timeout)}`);
  }
}

/** Mails must not wait for a reader: each commit is in the log, which is flushed. */
const LONGEST_WAIT_MS = 500;

interface CheckpointRow {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}
