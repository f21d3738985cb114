import { z } from 'zod';
import { bodyOf, differing, type TableCheck, type TableFinding } from './tableFinding.ts';

const eventBody = z.object({
  id: z.number(),
  event: z.string(),
  trader: z.string().nullable(),
  sessionDate: z.string(),
  dollars: z.number().nullable(),
  baseLimit: z.number().nullable(),
  revision: z.number().nullable(),
  reason: z.string().nullable(),
  by: z.string(),
  through: z.string(),
});

interface EventRow extends z.infer<typeof eventBody> {
  readonly at: string;
}

const EVENTS = `SELECT id, kind AS event, trader, session_date AS "sessionDate", dollars, base_limit AS "baseLimit",
  revision, reason, recorded_by AS by, through, recorded_at AS at FROM limit_event ORDER BY id`;

/** Compares each limit event with its entry: the limits in force are computed from these rows. */
export function limitCheck(): TableCheck {
  const entries = new Map<number, EventRow>();
  return {
    kind: 'limit',
    observe(row) {
      const body = bodyOf(row, eventBody);
      if (body !== null) entries.set(body.id, { ...body, at: row.at });
      return [];
    },
    async *compare(connection) {
      const missing = new Map(entries);
      for (const row of await connection.all<EventRow>(EVENTS)) {
        missing.delete(row.id);
        const entry = entries.get(row.id);
        const other = entry === undefined ? null : differing({ ...entry }, { ...row });
        if (entry === undefined) yield { ...placeOf(row), trail: 'no entry', found: wordsOf(row) };
        if (other !== null) yield { ...placeOf(row), ...other };
      }
      for (const entry of missing.values())
        yield { ...placeOf(entry), trail: wordsOf(entry), found: 'no row' };
    },
  };
}

function placeOf({ sessionDate, trader, id }: EventRow): Pick<TableFinding, 'table' | 'key'> {
  return { table: 'limit_event', key: `${sessionDate} ${trader ?? 'every trader'}, number ${id}` };
}

function wordsOf({ event, dollars, by }: EventRow): string {
  return `${event}${dollars === null ? '' : ` ${dollars}`} by ${by}`;
}
