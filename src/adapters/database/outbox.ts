import type { Outbox, OutboxStatus } from '../../ports.ts';
import type { Database } from './open.ts';

/** Mails on their way out. A row is claimed before the server sees a byte, so that no other process sends it too. */
export function createOutbox({ queries }: Database): Outbox {
  return {
    async entries(sessionDate, kind) {
      const rows = await queries
        .selectFrom('outbox')
        .select(['recipient', 'message_id', 'status', 'attempts', 'response'])
        .where('session_date', '=', sessionDate)
        .where('kind', '=', kind)
        .orderBy('id')
        .execute();
      return rows.map(({ message_id, status, ...rest }) => ({
        ...rest,
        messageId: message_id,
        status: status as OutboxStatus,
      }));
    },

    async claim(sessionDate, kind, attemptsBelow, now) {
      const next = queries
        .selectFrom('outbox')
        .select('id')
        .where('session_date', '=', sessionDate)
        .where('kind', '=', kind)
        .where('status', '=', 'pending')
        .where('attempts', '<', attemptsBelow)
        .where('expires_at', '>', now.toISOString())
        .orderBy('id')
        .limit(1);
      const row = await queries
        .updateTable('outbox')
        .set((e) => ({ status: 'claimed', attempts: e('attempts', '+', 1) }))
        .where('id', '=', next)
        .where('status', '=', 'pending')
        .returning(['id', 'recipient', 'message_id', 'bytes', 'attempts'])
        .executeTakeFirst();
      return row ? { ...row, messageId: row.message_id } : null;
    },

    async settle(id, status, response, at) {
      await queries
        .updateTable('outbox')
        .set({ status, response, settled_at: status === 'pending' ? null : at.toISOString() })
        .where('id', '=', id)
        .execute();
    },

    async reopen(sessionDate, kind, expiresAt) {
      await queries
        .updateTable('outbox')
        .set({ status: 'pending', attempts: 0, expires_at: expiresAt.toISOString(), settled_at: null })
        .where('session_date', '=', sessionDate)
        .where('kind', '=', kind)
        .where('status', 'in', ['refused', 'expired'])
        .execute();
    },

    async expire(now) {
      const result = await queries
        .updateTable('outbox')
        .set({ status: 'expired', settled_at: now.toISOString() })
        .where('status', '=', 'pending')
        .where('expires_at', '<=', now.toISOString())
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}
