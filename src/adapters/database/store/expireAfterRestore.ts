import type { Database } from '../database.ts';
import { upsertSql } from '../upsertSql.ts';

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
  return transaction(async ({ connection }) => {
    const expired = await connection.run(EXPIRE, RESTORED_RESPONSE, now);
    await connection.run(END_LEASES, { now });
    await connection.run(REMEMBER, { restored_at: now, expired_mails: expired });
    return expired;
  });
}

/**
 * Raises the leases of a restored database above those of the database that it replaces. A process that had
 * one of them can write nothing then.
 */
export function raiseFences({ transaction }: Database, leases: readonly SessionFence[]): Promise<void> {
  return transaction(async ({ connection }) => {
    for (const { session_date, fence } of leases) await connection.run(RAISE, { session_date, fence });
  });
}

/** How often the lease of a session was taken. */
export interface SessionFence {
  readonly session_date: string;
  readonly fence: number;
}

const RAISE = `INSERT INTO run_lease (session_date, fence, owner, acquired_at, expires_at)
  VALUES (:session_date, :fence + 1, '', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z')
  ON CONFLICT (session_date) DO UPDATE SET fence =
    CASE WHEN run_lease.fence < excluded.fence THEN excluded.fence ELSE run_lease.fence END`;
const EXPIRE = `UPDATE outbox SET status = 'expired', response = ?, settled_at = ?
  WHERE status IN ('pending', 'claimed')`;
const END_LEASES = `UPDATE run_lease SET fence = fence + 1,
  expires_at = CASE WHEN expires_at < :now THEN expires_at ELSE :now END`;
const REMEMBER = upsertSql('restored_backup', ['restored_at'], ['expired_mails']);
