import { sql } from 'kysely';
import type { Outbox } from '../../../ports/outbox.ts';
import type { Database } from '../database.ts';
import { RESTORED_RESPONSE } from './expireAfterRestore.ts';
import { persistedWithLeaseGuard } from './leaseGuard.ts';
import { recordMailedLimits } from './mailedLimits.ts';
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
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction }) => {
        const { owner, fence, sessionDate } = lease;
        const at = now.toISOString();
        const next = transaction
          .selectFrom('outbox')
          .select('id')
          .where('session_date', '=', sessionDate)
          .where('kind', '=', kind)
          .where('status', '=', 'pending')
          .where((e) => e.or([e('next_attempt_at', 'is', null), e('next_attempt_at', '<=', at)]))
          .where('expires_at', '>', at)
          .orderBy('id')
          .limit(1);
        const row = await transaction
          .updateTable('outbox')
          .set((e) => ({ status: 'claimed', attempts: e('attempts', '+', 1), owner, fence, claimed_at: at }))
          .where('id', '=', next)
          .where('status', '=', 'pending')
          .returning(['id', 'recipient', 'message_id', 'bytes', 'attempts', 'ambiguous_tries', 'expires_at'])
          .executeTakeFirst();
        return row === undefined
          ? null
          : {
              ...row,
              messageId: row.message_id,
              ambiguousTries: row.ambiguous_tries,
              expiresAt: new Date(row.expires_at),
            };
      }),

    settle: (lease, id, { status, response, ambiguous, nextAttemptAt }, at) =>
      persistedWithLeaseGuard(database, lease, async (transaction) => {
        const mail = await transaction.queries
          .updateTable('outbox')
          .set((e) => ({
            status,
            response,
            ambiguous_tries: e('ambiguous_tries', '+', ambiguous ? 1 : 0),
            next_attempt_at: nextAttemptAt?.toISOString() ?? null,
            settled_at: status === 'pending' ? null : at.toISOString(),
          }))
          .where('id', '=', id)
          .returning(['session_date', 'kind', 'to_desk', 'revision'])
          .executeTakeFirst();
        if (mail !== undefined && status === 'sent') await recordMailedLimits(transaction, mail, at);
      }),

    recover: (lease, now) =>
      persistedWithLeaseGuard(database, lease, async ({ queries: transaction }) => {
        const at = now.toISOString();
        const isLast = sql<boolean>`ambiguous_tries >= 1 OR expires_at <= ${at}`;
        const rows = await transaction
          .updateTable('outbox')
          .set((e) => ({
            status: sql<string>`CASE WHEN ${isLast} THEN 'ambiguous' ELSE 'pending' END`,
            settled_at: sql<string | null>`CASE WHEN ${isLast} THEN ${at} END`,
            ambiguous_tries: e('ambiguous_tries', '+', 1),
            next_attempt_at: null,
            response: 'its process ended while the server may have taken it',
          }))
          .where('session_date', '=', lease.sessionDate)
          .where('status', '=', 'claimed')
          // A claim without a fence is older than the leases.
          .where((e) => e.or([e('fence', 'is', null), e('fence', '<', lease.fence)]))
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
