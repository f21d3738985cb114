import type { Database } from './open.ts';

/** The `response` of an outbox row that a restore has expired; the outbox searches for it. */
export const RESTORED_RESPONSE = 'restored from a backup';

/**
 * Call it once on every database that comes out of a backup, after its migration. Mails that are pending or
 * claimed in the backup may have been sent since: they expire, and only the operator can reopen them. Leases
 * of the backup end, and their owners can no longer write.
 * @returns how many mails expired.
 */
export function expireAfterRestore({ transaction }: Database, at: Date): Promise<number> {
  const now = at.toISOString();
  return transaction(async ({ driver }) => {
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
  });
}
