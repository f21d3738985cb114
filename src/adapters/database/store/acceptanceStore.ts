import type { AcceptanceStore } from '../../../ports/acceptances.ts';
import type { Database } from '../database.ts';
import { coversJson } from '../proofJson.ts';
import { appendAudit } from './auditTrail.ts';

/** Acceptances; each is recorded in the audit trail in its own transaction. */
export function createAcceptanceStore(database: Database): AcceptanceStore {
  const { queries } = database;
  return {
    accept: ({ trader, sessionDate, reason, by, at, covers }) =>
      database.transaction(async (transaction) => {
        const row = {
          trader,
          session_date: sessionDate,
          reason,
          accepted_by: by,
          accepted_at: at.toISOString(),
          covers: coversJson.write(covers),
        };
        const { session_date: _, trader: __, ...rest } = row;
        await transaction.queries
          .insertInto('acceptance')
          .values(row)
          .onConflict((conflict) => conflict.columns(['session_date', 'trader']).doUpdateSet(rest))
          .execute();
        await appendAudit(transaction, 'acceptance', trader, { sessionDate, reason, by, covers }, at);
      }),

    acceptNoTrading: ({ sessionDate, reason, by, at }) =>
      database.transaction(async (transaction) => {
        const row = { session_date: sessionDate, reason, accepted_by: by, accepted_at: at.toISOString() };
        const { session_date: _, ...rest } = row;
        await transaction.queries
          .insertInto('no_trading')
          .values(row)
          .onConflict((conflict) => conflict.column('session_date').doUpdateSet(rest))
          .execute();
        // What was learned of the later sessions took this one for a hole.
        await transaction.queries
          .deleteFrom('learned_session')
          .where('session_date', '>=', sessionDate)
          .execute();
        await appendAudit(transaction, 'acceptance', sessionDate, { noTrading: true, reason, by }, at);
      }),

    async accepted(from, through) {
      const rows = await queries
        .selectFrom('acceptance')
        .selectAll()
        .where('session_date', '>=', from)
        .where('session_date', '<=', through)
        .orderBy('session_date')
        .orderBy('trader')
        .execute();
      return rows.map((row) => ({
        trader: row.trader,
        ...acceptedBy(row),
        covers: coversJson.read(row.covers, `${row.session_date} ${row.trader}`),
      }));
    },

    async noTrading(from, through) {
      const rows = await queries
        .selectFrom('no_trading')
        .selectAll()
        .where('session_date', '>=', from)
        .where('session_date', '<=', through)
        .orderBy('session_date')
        .execute();
      return rows.map(acceptedBy);
    },
  };
}

interface AcceptedRow {
  readonly session_date: string;
  readonly reason: string;
  readonly accepted_by: string;
  readonly accepted_at: string;
}

function acceptedBy({ session_date, reason, accepted_by, accepted_at }: AcceptedRow) {
  return { sessionDate: session_date, reason, by: accepted_by, at: new Date(accepted_at) };
}
