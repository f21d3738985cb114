import { z } from 'zod';
import { bodyOf, differing, type TableCheck, type TableFinding } from './tableFinding.ts';

const reason = { reason: z.string(), by: z.string() };
const ofDay = z.object({ sessionDate: z.string(), ...reason });
const ofSession = z.object({ noTrading: z.literal(true), ...reason });

/** A row of either table; both say who accepted what, and why. */
interface AcceptedRow {
  readonly table: string;
  readonly key: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

const ROWS = `
  SELECT 'acceptance' AS "table", session_date || ' ' || trader AS key, reason, accepted_by AS by,
    accepted_at AS at FROM acceptance
  UNION ALL
  SELECT 'no_trading', session_date, reason, accepted_by, accepted_at FROM no_trading ORDER BY 1, 2`;

/** Compares each accepted day and session with its last entry: a row alone lifts what withholds a trader. */
export function acceptanceCheck(): TableCheck {
  const entries = new Map<string, AcceptedRow>();
  const add = (entry: AcceptedRow) => entries.set(`${entry.table}\n${entry.key}`, entry);
  return {
    kind: 'acceptance',
    observe(row) {
      const [day, session] = [bodyOf(row, ofDay), bodyOf(row, ofSession)];
      if (session !== null) add({ table: 'no_trading', key: row.subject, ...valuesOf(session), at: row.at });
      else if (day !== null)
        add({ table: 'acceptance', key: `${day.sessionDate} ${row.subject}`, ...valuesOf(day), at: row.at });
      return [];
    },
    async *compare(connection) {
      const missing = new Map(entries);
      for (const row of await connection.all<AcceptedRow>(ROWS)) {
        const id = `${row.table}\n${row.key}`;
        missing.delete(id);
        yield* compareRow(row, entries.get(id));
      }
      for (const { table, key, ...entry } of missing.values())
        yield { table, key, trail: `accepted by ${entry.by}: ${entry.reason}`, found: 'no row' };
    },
  };
}

function* compareRow(row: AcceptedRow, entry: AcceptedRow | undefined): Iterable<TableFinding> {
  const { table, key } = row;
  const other = entry === undefined ? null : differing({ ...entry }, { ...row });
  if (entry === undefined)
    yield { table, key, trail: 'no entry', found: `accepted by ${row.by}: ${row.reason}` };
  if (other !== null) yield { table, key, ...other };
}

function valuesOf({ reason, by }: { readonly reason: string; readonly by: string }) {
  return { reason, by };
}
