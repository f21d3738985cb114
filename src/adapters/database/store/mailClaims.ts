import { MAIL_HELD_MS, type MailClaims } from '../../../ports/mailClaims.ts';
import type { QueuedMail } from '../../../ports/outbox.ts';
import type { Database, StoreTransaction } from '../database.ts';
import { persistedWithLeaseGuard } from './leaseGuard.ts';
import { recordMailedLimits } from './mailedLimits.ts';
import { claimMail, dueMails, SETTLED_COLUMNS, settledColumns, WORKER_PREFIX } from './outboxClaims.ts';

/** After SEND_DEADLINE the attempt has ended, and its result has so long to be stored. */
const AFTER_EXPIRY_MS = 10_000;

/**
 * The claims of one worker. Its name and the number of attempts in the row identify a claim: a claim that was
 * taken back has another number once somebody claims the mail again. Until when a mail is held is in
 * `next_attempt_at`: no process tries it before.
 * @param owner the name of the process.
 */
export function createMailClaims(database: Database, owner: string): MailClaims {
  const worker = `${WORKER_PREFIX}${owner}`;
  const claimed = ({ queries }: StoreTransaction, { id, attempts }: QueuedMail) =>
    queries
      .updateTable('outbox')
      .where('id', '=', id)
      .where('status', '=', 'claimed')
      .where('owner', '=', worker)
      .where('attempts', '=', attempts);

  return {
    claim: (lease, id, now) =>
      persistedWithLeaseGuard(database, lease, ({ queries }) =>
        claimMail(
          queries,
          dueMails(queries, lease, now).where('id', '=', id),
          { owner: worker, fence: lease.fence },
          now,
        ),
      ),

    hold: (lease, mail, now) =>
      persistedWithLeaseGuard(database, lease, async (transaction) => {
        const clock = (await database.sharedClock(transaction.connection)) ?? now;
        const left = mail.expiresAt.getTime() - now.getTime() + AFTER_EXPIRY_MS;
        const until = new Date(clock.getTime() + Math.min(left, MAIL_HELD_MS)).toISOString();
        const { numUpdatedRows } = await claimed(transaction, mail)
          .set({ next_attempt_at: until })
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),

    async settle(mail, settlement, at) {
      const isStored = await database.transaction(async (transaction) => {
        const row = await claimed(transaction, mail)
          .set(settledColumns(settlement, at))
          .returning(SETTLED_COLUMNS)
          .executeTakeFirst();
        if (row !== undefined && settlement.status === 'sent') await recordMailedLimits(transaction, row, at);
        return row !== undefined;
      });
      await database.persist();
      return isStored;
    },
  };
}
