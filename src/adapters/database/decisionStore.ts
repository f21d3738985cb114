import type { Decision, EngineName } from '../../domain/decision/decision.ts';
import type { DecisionRecord, DecisionStore, OutgoingMail } from '../../ports.ts';
import type { Database } from './open.ts';

/** What each morning decided; written in one transaction with the mails that carry it. */
export function createDecisionStore({ queries }: Database): DecisionStore {
  return {
    async save(record, mails) {
      await queries.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('decision').where('session_date', '=', record.sessionDate).execute();
        for (const decision of record.decisions) {
          await transaction.insertInto('decision').values(decisionRow(record, decision)).execute();
        }
        for (const mail of mails) {
          await transaction
            .insertInto('outbox')
            .values(outboxRow(record, mail))
            // A mail queued before a restart keeps its bytes: it may have been sent already.
            .onConflict((conflict) => conflict.columns(['session_date', 'kind', 'recipient']).doNothing())
            .execute();
        }
      });
    },

    async lastDecided(through) {
      const row = await queries
        .selectFrom('decision')
        .where('session_date', '<=', through)
        .select((e) => e.fn.max<string | null>('session_date').as('last'))
        .executeTakeFirst();
      return row?.last ?? null;
    },

    async decisions(from, to) {
      const rows = await queries
        .selectFrom('decision')
        .select(['session_date', 'engine', 'detail'])
        .where('session_date', '>=', from)
        .where('session_date', '<=', to)
        .orderBy('session_date')
        .orderBy('trader')
        .execute();
      return rows.map((row) => ({
        ...(JSON.parse(row.detail) as Decision),
        sessionDate: row.session_date,
        engine: row.engine as EngineName,
      }));
    },
  };
}

function decisionRow(record: DecisionRecord, decision: Decision) {
  return {
    session_date: record.sessionDate,
    trader: decision.trader,
    engine: record.engine,
    action: decision.action,
    tier: decision.tier,
    base_limit: decision.baseLimit,
    new_limit: decision.newLimit,
    reduction_pct: decision.reductionPct,
    confidence: decision.confidence,
    detail: JSON.stringify(decision),
    decided_at: record.decidedAt.toISOString(),
  };
}

function outboxRow(record: DecisionRecord, mail: OutgoingMail) {
  return {
    session_date: record.sessionDate,
    kind: mail.kind,
    recipient: mail.sealed.recipient,
    message_id: mail.sealed.messageId,
    bytes: mail.sealed.bytes,
    status: 'pending',
    expires_at: mail.expiresAt.toISOString(),
    queued_at: record.decidedAt.toISOString(),
    response: null,
    settled_at: null,
  };
}
