import { type ExpressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { MailSettlement, QueuedMail } from '../../../ports/outbox.ts';
import type { RunLease } from '../../../ports/runLedger.ts';
import type { Schema } from './schema.ts';

/** The owner of a claim that a worker made begins with this word, that of an owner's own claim does not. */
export const WORKER_PREFIX = 'worker ';

/** A worker claimed the mail. */
export const IS_OF_WORKER: RawBuilder<boolean> = sql<boolean>`owner LIKE ${`${WORKER_PREFIX}%`}`;

/** Columns of a claimed row that make a queued mail. */
const CLAIMED_COLUMNS = [
  'id',
  'recipient',
  'message_id',
  'bytes',
  'attempts',
  'ambiguous_tries',
  'expires_at',
] as const;

/** The pending mails of a session whose time has come and not passed, in the order of the queue. */
export function dueMails(queries: Kysely<Schema>, { sessionDate }: RunLease, now: Date) {
  const at = now.toISOString();
  return queries
    .selectFrom('outbox')
    .where('session_date', '=', sessionDate)
    .where('status', '=', 'pending')
    .where((e) => e.or([e('next_attempt_at', 'is', null), e('next_attempt_at', '<=', at)]))
    .where('expires_at', '>', at)
    .orderBy('id');
}

/**
 * Claims the first of some due mails, within the caller's transaction.
 * @returns null where there is none.
 */
export async function claimMail(
  queries: Kysely<Schema>,
  due: ReturnType<typeof dueMails>,
  { owner, fence }: Pick<RunLease, 'owner' | 'fence'>,
  now: Date,
): Promise<QueuedMail | null> {
  const row = await queries
    .updateTable('outbox')
    .set((e) => ({
      status: 'claimed',
      attempts: e('attempts', '+', 1),
      owner,
      fence,
      claimed_at: now.toISOString(),
      next_attempt_at: null,
    }))
    .where('id', '=', due.select('id').limit(1))
    .where('status', '=', 'pending')
    .returning(CLAIMED_COLUMNS)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    ...row,
    messageId: row.message_id,
    ambiguousTries: row.ambiguous_tries,
    expiresAt: new Date(row.expires_at),
  };
}

/** What a settlement changes in the row of its mail. */
export function settledColumns({ status, response, ambiguous, nextAttemptAt }: MailSettlement, at: Date) {
  return (e: ExpressionBuilder<Schema, 'outbox'>) => ({
    status,
    response,
    ambiguous_tries: e('ambiguous_tries', '+', ambiguous ? 1 : 0),
    next_attempt_at: nextAttemptAt?.toISOString() ?? null,
    settled_at: status === 'pending' ? null : at.toISOString(),
  });
}

/** Columns of a settled row that say which limits are in force by it. */
export const SETTLED_COLUMNS = ['session_date', 'kind', 'to_desk', 'revision'] as const;
