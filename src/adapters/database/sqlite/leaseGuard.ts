import type { Transaction } from 'kysely';
import type { RunLease } from '../../../ports/runLedger.ts';
import { StoreError } from '../../../shared/errors.ts';
import type { Database } from './open.ts';
import type { Schema } from './schema.ts';

/**
 * Makes writes that only the newest owner of a session's morning may make: all of them or none.
 * @throws StoreError `lease_lost` where somebody has acquired the session since, with nothing written.
 */
export function withLeaseGuard<T>(
  { queries }: Pick<Database, 'queries'>,
  lease: RunLease,
  write: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return queries.transaction().execute(async (transaction) => {
    // An update that changes nothing takes the write lock. After a read, another process could write before we do.
    const { numUpdatedRows } = await transaction
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

export function leaseLost({ sessionDate, owner, fence }: RunLease): StoreError {
  return new StoreError(
    'lease_lost',
    `Morning of ${sessionDate} · ${owner} has lost it (fence ${fence}) · expected to be its newest owner`,
    {
      hint: 'Another process took the morning over and goes on with it; this one wrote nothing more. Look at its log.',
    },
  );
}
