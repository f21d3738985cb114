import type { Answer } from '../../../domain/limits/answer.ts';
import type { UnconfirmedAnswer, UnconfirmedAnswers } from '../../../ports/unconfirmedAnswers.ts';
import type { Database } from '../database.ts';
import { unreadableJson } from '../storedJson.ts';
import type { UnconfirmedAnswerRow } from './schema.ts';

/** Answers that count only after a confirmation. Triggers record each in the audit trail. */
export function createUnconfirmedAnswers(database: Database): UnconfirmedAnswers {
  return {
    async add(answers) {
      await database.transaction(async ({ queries }) => {
        for (const answer of answers)
          await queries.insertInto('unconfirmed_answer').values(answerRow(answer)).execute();
      });
    },

    async of(sessionDate) {
      const rows = await database.queries
        .selectFrom('unconfirmed_answer')
        .selectAll()
        .where('session_date', '=', sessionDate)
        .orderBy('id')
        .execute();
      return rows.map(storedAnswer);
    },
  };
}

type Stored = Omit<UnconfirmedAnswerRow, 'id'> & { readonly id: number };

function answerRow(given: Omit<UnconfirmedAnswer, 'id'>): Omit<UnconfirmedAnswerRow, 'id'> {
  const { answer } = given;
  return {
    session_date: given.sessionDate,
    trader: given.trader,
    kind: answer.kind,
    dollars: answer.kind === 'different' ? answer.dollars : null,
    reason: answer.kind === 'not-applied' ? answer.reason : null,
    revision: given.revision,
    given_by: given.by,
    given_at: given.at.toISOString(),
    because: given.because,
  };
}

function storedAnswer(row: Stored): UnconfirmedAnswer {
  return {
    id: row.id,
    sessionDate: row.session_date,
    trader: row.trader,
    answer: answerOf(row),
    revision: row.revision,
    by: row.given_by,
    at: new Date(row.given_at),
    because: row.because,
  };
}

/** @throws StoreError `stored_json` for an answer that this version does not know. */
function answerOf({ id, kind, dollars, reason }: Stored): Answer {
  if (kind === 'applied') return { kind };
  if (kind === 'different' && dollars !== null) return { kind, dollars };
  if (kind === 'not-applied' && reason !== null) return { kind, reason };
  throw unreadableJson(
    'unconfirmed_answer.kind',
    `row ${id}`,
    JSON.stringify(kind),
    'an answer of this version',
  );
}
