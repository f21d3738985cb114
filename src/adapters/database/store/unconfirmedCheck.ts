import { z } from 'zod';
import { bodyOf, differing, type TableCheck, type TableFinding } from './tableFinding.ts';

const answerBody = z.object({
  id: z.number(),
  answer: z.string(),
  sessionDate: z.string(),
  dollars: z.number().nullable(),
  reason: z.string().nullable(),
  revision: z.number(),
  by: z.string(),
  because: z.string(),
});

interface AnswerRow extends z.infer<typeof answerBody> {
  readonly at: string;
  readonly trader: string;
}

const ROWS = `SELECT id, kind AS answer, trader, session_date AS "sessionDate", dollars, reason, revision,
  given_by AS by, because, given_at AS at FROM unconfirmed_answer ORDER BY id`;

/** Compares each answer that waits for a confirmation with its entry: confirmed, it sets a limit in force. */
export function unconfirmedCheck(): TableCheck {
  const entries = new Map<number, AnswerRow>();
  return {
    kind: 'answer',
    observe(row) {
      const body = bodyOf(row, answerBody);
      if (body !== null) entries.set(body.id, { ...body, at: row.at, trader: row.subject });
      return [];
    },
    async *compare(connection) {
      const missing = new Map(entries);
      for (const row of await connection.all<AnswerRow>(ROWS)) {
        missing.delete(row.id);
        const entry = entries.get(row.id);
        const other = entry === undefined ? null : differing({ ...entry }, { ...row });
        if (entry === undefined) yield { ...placeOf(row), trail: 'no entry', found: row.answer };
        if (other !== null) yield { ...placeOf(row), ...other };
      }
      for (const entry of missing.values()) yield { ...placeOf(entry), trail: entry.answer, found: 'no row' };
    },
  };
}

function placeOf({ sessionDate, trader, id }: AnswerRow): Pick<TableFinding, 'table' | 'key'> {
  return { table: 'unconfirmed_answer', key: `${sessionDate} ${trader}, number ${id}` };
}
