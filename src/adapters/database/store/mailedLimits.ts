import type { NewLimitEvent } from '../../../domain/limits/limitEvent.ts';
import type { StoreTransaction } from '../database.ts';
import { decisionJson } from '../decisionJson.ts';
import { eventRow } from './limitRows.ts';
import type { OutboxRow } from './schema.ts';

type SettledMail = Pick<OutboxRow, 'session_date' | 'kind'> & {
  readonly to_desk: number;
  readonly revision: number;
};

/**
 * Records that the limits of a mail are in force, in the transaction that settles the mail as accepted: one
 * event for each line that asked for a change, of the decisions that this mail carries. A later correction
 * has other targets. The second recipient of the same mail changes nothing.
 */
export async function recordMailedLimits(
  transaction: StoreTransaction,
  mail: SettledMail,
  at: Date,
): Promise<void> {
  if (mail.to_desk !== 1 || (mail.kind !== 'morning' && mail.kind !== 'correction')) return;
  const { session_date: sessionDate, revision } = mail;
  for (const { trader, detail } of await decisionsOf(transaction, sessionDate, revision)) {
    const { limit, baseLimit } = decisionJson.read(detail, `${sessionDate} ${trader}`);
    if (limit === undefined || limit.change === 'stay') continue;
    const event: NewLimitEvent = {
      kind: 'mailed',
      trader,
      sessionDate,
      recordedAt: at,
      dollars: limit.target,
      baseLimit,
      revision,
      reason: null,
      by: 'daybreak',
      through: 'mail',
    };
    await transaction.queries
      .insertInto('limit_event')
      .values(eventRow(event))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** The decisions of a revision: those that stand first, then those that a correction replaced. */
async function decisionsOf({ queries }: StoreTransaction, sessionDate: string, revision: number) {
  const standing = await queries
    .selectFrom('decision')
    .select(['trader', 'detail'])
    .where('session_date', '=', sessionDate)
    .where('revision', '=', revision)
    .orderBy('trader')
    .execute();
  if (standing.length > 0) return standing;
  return queries
    .selectFrom('replaced_decision')
    .select(['trader', 'detail'])
    .where('session_date', '=', sessionDate)
    .where('revision', '=', revision)
    .orderBy('trader')
    .orderBy('replaced_at', 'desc')
    .execute();
}
