import { sql } from 'kysely';
import type { Outbox } from '../../../ports/outbox.ts';
import type { Database } from '../database.ts';
import { RESTORED_RESPONSE } from './expireAfterRestore.ts';
import { persistedWithLeaseGuard } from './leaseGuard.ts';
import { recordMailedLimits } from './mailedLimits.ts';
import { claimMail, dueMails, IS_OF_WORKER, SETTLED_COLUMNS, settledColumns } from './outboxClaims.ts';
import { ENTRY_COLUMNS, outboxEntry, queueMails } from './outboxRows.ts';

/**
 * Mails to send. A row is claimed before the server gets a byte, so no other process sends it too.
 * Every change needs the newest lease of the session and is persisted: a power cut, or the loss of the
 * write-ahead log, forgets no claim. Attempts are counted in the row: a crash loses everything else.
 */
export function createOutbox(database: Database): Outbox {
  const { queries } = database;
  return {
    async entries(sessionDate, kind) {
      const rows = await queries
        .selectFrom('outbox')
        .select(ENTRY_COLUMNS)
        .where('session_date', '=', sessionDate)
        .where('kind', '=', kind)
        .orderBy('id')
        .execute();
      return rows.map(outboxEntry);
    },

    queue: (lease, mails, at) =>
      persistedWithLeaseGuard(database, lease, ({ queries: transaction }) =>
        queueMails(transaction, lease.sessionDate, mails, at),
      ),

    claim: (lease, kind, now) =>
      persistedWithLeaseGuard(database, lease, ({ queries: transaction }) =>
        claimMail(transaction, dueMails(transaction, lease, now).where('kind', '=', kind), lease, now),
      ),

    settle: (lease, id, settlement, at) =>
      persistedWithLeaseGuard(database, lease, async (transaction) => {
        const mail = await transaction.queries
          .updateTable('outbox')
          .set(settledColumns(settlement, at))
          .where('id', '=', id)
          .returning(SETTLED_COLUMNS)
          .executeTakeFirst();
        if (mail !== undefined && settlement.status === 'sent')
          await recordMailedLimits(transaction, mail, at);
      }),

    recover: (lease, now) =>
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction, connection }) => {
        const at = now.toISOString();
        // A worker held the mail by the clock that the hosts share.
        const clock = ((await database.sharedClock(connection)) ?? now).toISOString();
        // The server cannot have it: its worker had not sent the last byte.
        const isUnsent = sql<boolean>`${IS_OF_WORKER} AND next_attempt_at IS NULL`;
        const isLast = sql<boolean>`NOT (${isUnsent}) AND (ambiguous_tries >= 1 OR expires_at <= ${at})`;
        const rows = await transaction
          .updateTable('outbox')
          .set((e) => ({
            status: sql<string>`CASE WHEN ${isLast} THEN 'ambiguous' ELSE 'pending' END`,
            settled_at: sql<string | null>`CASE WHEN ${isLast} THEN ${at} END`,
            ambiguous_tries: e('ambiguous_tries', '+', sql<number>`CASE WHEN ${isUnsent} THEN 0 ELSE 1 END`),
            next_attempt_at: null,
            response: sql<string>`CASE WHEN ${isUnsent} THEN response ELSE 'its process ended while the server may have taken it' END`,
          }))
          .where('session_date', '=', lease.sessionDate)
          .where('status', '=', 'claimed')
          // A claim without a fence is older than the leases.
          .where((e) =>
            e.or([
              e('fence', 'is', null),
              // What this owner's workers hold for too long is lost too.
              e.and([IS_OF_WORKER, e('next_attempt_at', '<=', clock)]),
              e.and([
                e('fence', '<', lease.fence),
                sql<boolean>`NOT (${IS_OF_WORKER} AND coalesce(next_attempt_at, '') > ${clock})`,
              ]),
            ]),
          )
          .returning(ENTRY_COLUMNS)
          .execute();
        return rows.map(outboxEntry);
      }),

    reopen: (lease, kind, expiresAt) =>
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction }) => {
        await transaction
          .updateTable('outbox')
          .set({
            status: 'pending',
            attempts: 0,
            next_attempt_at: null,
            expires_at: expiresAt.toISOString(),
            settled_at: null,
          })
          .where('session_date', '=', lease.sessionDate)
          .where('kind', '=', kind)
          .where('status', 'in', ['refused', 'expired'])
          .execute();
      }),

    expire: (lease, now) =>
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction, connection }) => {
        const at = now.toISOString();
        const clock = ((await database.sharedClock(connection)) ?? now).toISOString();
        const dead = transaction
          .selectFrom('run_lease')
          .select('session_date')
          .where('expires_at', '<=', clock);
        const result = await transaction
          .updateTable('outbox')
          .set({
            status: sql<string>`CASE WHEN status = 'claimed' OR ambiguous_tries > 0 THEN 'ambiguous' ELSE 'expired' END`,
            settled_at: at,
            // Without a response from a server, the reason has to be stored here.
            response: sql<string>`coalesce(response, 'its time was over before it was handed over')`,
          })
          .where('expires_at', '<=', at)
          .where((e) =>
            e.or([
              e('status', '=', 'pending'),
              e.and([e('status', '=', 'claimed'), e('session_date', 'in', dead)]),
            ]),
          )
          .executeTakeFirst();
        return Number(result.numUpdatedRows);
      }),

    withdraw: (lease, { kind, recipients, reason }, at) =>
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction }) => {
        await transaction
          .updateTable('outbox')
          .set({ status: 'expired', settled_at: at.toISOString(), response: reason })
          .where('session_date', '=', lease.sessionDate)
          .where('kind', '=', kind)
          .where('status', '=', 'pending')
          .where('recipient', 'in', [...recipients])
          .execute();
      }),

    takeBack: (lease, kind) =>
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction }) => {
        await transaction
          .updateTable('outbox')
          .set({ status: 'pending' })
          .where('session_date', '=', lease.sessionDate)
          .where('kind', '=', kind)
          .where('status', '=', 'claimed')
          .where('fence', '=', lease.fence)
          .where(IS_OF_WORKER)
          .where('next_attempt_at', 'is', null)
          .execute();
      }),

    async restored(sessionDate, kind) {
      const last = await queries
        .selectFrom('restored_backup')
        .select((e) => e.fn.max<string | null>('restored_at').as('at'))
        .executeTakeFirst();
      if (!last?.at) return null;
      const { mails } = await queries
        .selectFrom('outbox')
        .where('session_date', '=', sessionDate)
        .where('kind', '=', kind)
        .where('status', '=', 'expired')
        .where('response', '=', RESTORED_RESPONSE)
        .select((e) => e.fn.countAll<number>().as('mails'))
        .executeTakeFirstOrThrow();
      return { at: new Date(last.at), mails };
    },
  };
}
