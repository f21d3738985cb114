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

const EXPIRE = `UPDATE outbox SET status = 'expired', response = ?, settled_at = ?
  WHERE status IN ('pending', 'claimed')`;
const END_LEASES = `UPDATE run_lease SET fence = fence + 1,
  expires_at = CASE WHEN expires_at < :now THEN expires_at ELSE :now END`;
const REMEMBER = upsertSql('restored_backup', ['restored_at'], ['expired_mails']);
