import Driver from 'better-sqlite3';

/**
 * Copies all that was committed from the write-ahead log into the database file, and flushes both. The file
 * alone is then complete: nothing is forgotten if the log is lost. Waits for readers of an older state, at
 * most `busy_timeout`.
 * @returns false where the file is not complete: a reader did not end, or the disk is full. Each commit is
 *   still safe in the log, which is flushed at every commit.
 */
export function persist(driver: Driver.Database): boolean {
  if (driver.memory || driver.readonly) return false;
  try {
    const frames = driver.pragma('wal_checkpoint(FULL)') as readonly CheckpointRow[];
    return frames.every(({ log, checkpointed }) => log === checkpointed);
  } catch (error) {
    if (error instanceof Driver.SqliteError) return false;
    throw error;
  }
}

interface CheckpointRow {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}
