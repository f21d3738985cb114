import type { RunLease } from '../../../ports/runLedger.ts';
import { StoreError } from '../../../shared/errors.ts';
import type { Database, StoreTransaction } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/**
 * Runs a transaction that only the newest owner of a session's morning may run.
 * @returns what `write` returns.
 * @throws StoreError `lease_lost` where another owner has acquired the session; nothing is written then.
 */
export function withLeaseGuard<T>(
  database: Database,
  lease: RunLease,
  write: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  return database.transaction(async (transaction) => {
    // An update that changes nothing locks the row, in any dialect: no other owner can acquire it before the
    // commit.
    const { numUpdatedRows } = await transaction.queries
      .updateTable('run_lease')
      .set({ fence: lease.fence })
      .where('session_date', '=', lease.sessionDate)
      .where('owner', '=', lease.owner)
      .where('fence', '=', lease.fence)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw leaseLost(lease);
    return write(transaction);
  });
}

/**
 * Runs a transaction of the lease's owner and persists it: what concerns mails survives the loss of the
 * write-ahead log. Otherwise a mail that was sent could be sent again.
 */
export async function persistedWithLeaseGuard<T>(
  database: Database,
  lease: RunLease,
  write: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  const result = await withLeaseGuard(database, lease, write);
  await database.persist();
  return result;
}

/**
 * Checks, inside a transaction, that the lease is the newest of its session. No process can acquire the
 * session before the commit: an acquisition waits for every open transaction.
 * @throws StoreError `lease_lost`.
 */
export async function requireLease(connection: SqlConnection, lease: RunLease): Promise<void> {
  const { sessionDate, owner, fence } = lease;
  if ((await connection.get(NEWEST_LEASE, sessionDate, owner, fence)) === undefined) throw leaseLost(lease);
}

const NEWEST_LEASE = 'SELECT 1 AS newest FROM run_lease WHERE session_date = ? AND owner = ? AND fence = ?';

/** The error of an owner whose lease another has acquired. */
export function leaseLost({ sessionDate, owner, fence }: RunLease): StoreError {
  return new StoreError(
    'lease_lost',
    `Morning of ${sessionDate} · ${owner} has lost its lease (fence ${fence}) · expected the newest owner`,
    {
      hint: 'Another process has taken over the morning and continues it; this one wrote nothing more. Read the log of the other process.',
    },
  );
}
