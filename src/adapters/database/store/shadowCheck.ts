import { z } from 'zod';
import type { SqlConnection } from '../sqlConnection.ts';
import { limitsDigest } from './shadowStore.ts';
import { bodyOf, differing, type TableCheck, type TableFinding } from './tableFinding.ts';

const shadowBody = z.object({
  sessionDate: z.string(),
  definition: z.string(),
  engine: z.string().nullable(),
  failure: z.string().nullable(),
  limits: z.string().nullable(),
  revision: z.number(),
});

interface ShadowRow extends z.infer<typeof shadowBody> {
  readonly at: string;
  readonly name: string;
}

const ROWS = `SELECT session_date AS "sessionDate", name, definition, engine, failure, digest AS limits, revision,
  decided_at AS at FROM shadow_session ORDER BY session_date, name, definition`;
const LIMITS = `SELECT trader, shadow_limit FROM shadow_decision
  WHERE session_date = ? AND name = ? AND definition = ? ORDER BY trader`;

/** Compares what each shadow strategy decided with its entry: the review judges strategies by these rows. */
export function shadowCheck(): TableCheck {
  /** By session: a session that was decided again has the rows of the last time only. */
  const sessions = new Map<string, { readonly save: string; readonly entries: Map<string, ShadowRow> }>();
  return {
    kind: 'shadow',
    observe(row) {
      const body = bodyOf(row, shadowBody);
      if (body === null) return [];
      const entry = { ...body, at: row.at, name: row.subject };
      const save = `${row.at} ${entry.revision}`;
      const known = sessions.get(entry.sessionDate);
      const last = known?.save === save ? known : { save, entries: new Map() };
      sessions.set(entry.sessionDate, last);
      last.entries.set(keyOf(entry), entry);
      return [];
    },
    async *compare(connection) {
      const entries = new Map([...sessions.values()].flatMap((session) => [...session.entries]));
      for (const row of await connection.all<ShadowRow>(ROWS)) {
        const entry = entries.get(keyOf(row));
        entries.delete(keyOf(row));
        const found = { ...row, limits: row.limits && (await digestOfRows(connection, row)) };
        const other = entry === undefined ? null : differing({ ...entry }, found);
        if (entry === undefined) yield { ...placeOf(row), trail: 'no entry', found: row.engine ?? 'failed' };
        if (other !== null) yield { ...placeOf(row), ...other };
      }
      for (const entry of entries.values())
        yield { ...placeOf(entry), trail: entry.engine ?? 'failed', found: 'no row' };
    },
  };
}

interface LimitRow {
  readonly trader: string;
  readonly shadow_limit: number;
}

async function digestOfRows(
  connection: SqlConnection,
  { sessionDate, name, definition }: ShadowRow,
): Promise<string> {
  return limitsDigest(await connection.all<LimitRow>(LIMITS, sessionDate, name, definition));
}

function keyOf({ sessionDate, name, definition }: ShadowRow): string {
  return JSON.stringify([sessionDate, name, definition]);
}

function placeOf({ sessionDate, name, definition }: ShadowRow): Pick<TableFinding, 'table' | 'key'> {
  return { table: 'shadow_session', key: `${sessionDate} ${name} (${definition})` };
}
