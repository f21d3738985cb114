import { z } from 'zod';
import { bodyOf, differing, type TableCheck, type TableFinding } from './tableFinding.ts';

const given = z.object({
  id: z.number(),
  change: z.literal('given'),
  dollars: z.number(),
  firstSession: z.string(),
  lastSession: z.string(),
  reason: z.string(),
  note: z.string().nullable(),
  by: z.string(),
  baseLimit: z.number(),
  recommended: z.number().nullable(),
  renewals: z.number(),
});
const approved = z.object({ id: z.number(), change: z.literal('approved'), by: z.string() });
const ended = z.object({ id: z.number(), change: z.literal('ended'), from: z.string(), by: z.string() });

interface OverrideRow extends Omit<z.infer<typeof given>, 'change'> {
  readonly trader: string;
  readonly at: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly endedFrom: string | null;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
}

const ROWS = `SELECT id, trader, dollars, first_session AS "firstSession", last_session AS "lastSession", reason, note,
  given_by AS by, given_at AS at, base_limit AS "baseLimit", recommended, renewals, approved_by AS "approvedBy",
  approved_at AS "approvedAt", ended_from AS "endedFrom", ended_by AS "endedBy", ended_at AS "endedAt"
  FROM limit_override ORDER BY id`;

const OPEN = { approvedBy: null, approvedAt: null, endedFrom: null, endedBy: null, endedAt: null };

/**
 * Compares each override with its entries: an amount, an approval or an end that was changed in the table
 * changes the limit that the mail asks for.
 */
export function overrideCheck(): TableCheck {
  const expected = new Map<number, OverrideRow>();
  const change = (id: number, values: Partial<OverrideRow>) => {
    const before = expected.get(id);
    if (before !== undefined) expected.set(id, { ...before, ...values });
  };
  return {
    kind: 'override',
    observe(row) {
      const { at, subject } = row;
      const [first, approval, end] = [bodyOf(row, given), bodyOf(row, approved), bodyOf(row, ended)];
      if (first !== null) {
        const { change: _, ...values } = first;
        expected.set(first.id, { ...values, trader: subject, at, ...OPEN });
      }
      if (approval !== null) change(approval.id, { approvedBy: approval.by, approvedAt: at });
      if (end !== null) change(end.id, { endedFrom: end.from, endedBy: end.by, endedAt: at });
      return [];
    },
    async *compare(connection) {
      const missing = new Map(expected);
      for (const row of await connection.all<OverrideRow>(ROWS)) {
        missing.delete(row.id);
        const entry = expected.get(row.id);
        const other = entry === undefined ? null : differing({ ...entry }, { ...row });
        if (entry === undefined) yield { ...placeOf(row), trail: 'no entry', found: wordsOf(row) };
        if (other !== null) yield { ...placeOf(row), ...other };
      }
      for (const entry of missing.values())
        yield { ...placeOf(entry), trail: wordsOf(entry), found: 'no row' };
    },
  };
}

function placeOf({ trader, id }: OverrideRow): Pick<TableFinding, 'table' | 'key'> {
  return { table: 'limit_override', key: `number ${id}, ${trader}` };
}

function wordsOf({ dollars, firstSession, lastSession, by }: OverrideRow): string {
  return `${dollars} for ${firstSession} to ${lastSession} by ${by}`;
}
