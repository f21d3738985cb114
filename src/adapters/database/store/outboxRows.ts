import type { Kysely } from 'kysely';
import type { OutboxEntry, OutboxStatus, OutgoingMail } from '../../../ports/outbox.ts';
import type { Schema } from './schema.ts';

/** Columns of an outbox row that make an entry. */
export const ENTRY_COLUMNS = [
  'recipient',
  'to_desk',
  'message_id',
  'status',
  'attempts',
  'ambiguous_tries',
  'response',
  'queued_at',
  'settled_at',
  'next_attempt_at',
  'expires_at',
] as const;

/** The entry of an outbox row. */
export function outboxEntry(row: {
  readonly recipient: string;
  readonly to_desk: number;
  readonly message_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly ambiguous_tries: number;
  readonly response: string | null;
  readonly queued_at: string;
  readonly settled_at: string | null;
  readonly next_attempt_at: string | null;
  readonly expires_at: string;
}): OutboxEntry {
  return {
    recipient: row.recipient,
    toDesk: row.to_desk === 1,
    messageId: row.message_id,
    status: row.status as OutboxStatus,
    attempts: row.attempts,
    ambiguousTries: row.ambiguous_tries,
    response: row.response,
    queuedAt: new Date(row.queued_at),
    settledAt: row.settled_at === null ? null : new Date(row.settled_at),
    nextAttemptAt: row.next_attempt_at === null ? null : new Date(row.next_attempt_at),
    expiresAt: new Date(row.expires_at),
  };
}

/** Writes the rows of new mails, within the caller's transaction. */
export async function queueMails(
  transaction: Kysely<Schema>,
  sessionDate: string,
  mails: readonly OutgoingMail[],
  at: Date,
): Promise<void> {
  for (const mail of mails) {
    const { kind, sequence = 0, code = null, sealed, expiresAt, toDesk = false, revision = 0 } = mail;
    await transaction
      .insertInto('outbox')
      .values({
        session_date: sessionDate,
        kind,
        sequence,
        code,
        recipient: sealed.recipient,
        message_id: sealed.messageId,
        bytes: sealed.bytes,
        status: 'pending',
        expires_at: expiresAt.toISOString(),
        queued_at: at.toISOString(),
        response: null,
        settled_at: null,
        to_desk: toDesk ? 1 : 0,
        revision,
      })
      // A mail queued before a restart keeps its bytes: it may have been sent already.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
