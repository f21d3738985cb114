import type Driver from 'better-sqlite3';

/** What an outbox row says that a restore has stopped; the outbox looks for it. */
export const RESTORED_RESPONSE = 'restored from a backup';

/**
 * To be called once on every database that comes out of a backup, when it has been migrated. Mails that the backup holds
 * as pending or claimed may have gone out since: they expire, and only a person can open them again. Leases of the
 * backup's time end, and their owners can no longer write.
 * @returns how many mails expired.
 */
export function expireAfterRestore(driver: Driver.Database, at: Date): number {
  const now = at.toISOString();
  return driver.transaction(() => {
    const { changes } = driver
      .prepare(
        `UPDATE outbox SET status = 'expired', response = ?, settled_at = ? WHERE status IN ('pending', 'claimed')`,
      )
      .run(RESTORED_RESPONSE, now);
    driver.prepare('UPDATE run_lease SET fence = fence + 1, expires_at = min(expires_at, ?)').run(now);
    driver
      .prepare('INSERT OR REPLACE INTO restored_backup (restored_at, expired_mails) VALUES (?, ?)')
      .run(now, changes);
    return changes;
  })();
}
