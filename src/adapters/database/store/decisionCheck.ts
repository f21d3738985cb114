import { z } from 'zod';
import type { SqlConnection } from '../sqlConnection.ts';
import { bodyOf, differing, type TableCheck, type TableFinding, trailBegan } from './tableFinding.ts';

const decided = {
  action: z.string(),
  tier: z.string(),
  baseLimit: z.number(),
  newLimit: z.number(),
  reductionPct: z.number(),
  confidence: z.string(),
};
const entryBody = z.object({ sessionDate: z.string(), engine: z.string(), ...decided });
/** The part of a stored decision that its entry records too. Every version of the stored JSON has it. */
const detailShape = z.object(decided);

interface DecisionRow {
  readonly table: string;
  readonly session: string;
  readonly trader: string;
  readonly at: string;
  readonly engine: string;
  readonly detail: string;
  /** null in `replaced_decision`, which has only the detail. */
  readonly columns: z.infer<typeof detailShape> | null;
}

type StandingRow = Omit<DecisionRow, 'table' | 'columns'> & z.infer<typeof detailShape>;

const SESSIONS = `SELECT session_date FROM decision
  UNION SELECT session_date FROM replaced_decision ORDER BY 1`;
const STANDING = `SELECT session_date AS session, trader, decided_at AS at, engine, detail, action, tier,
    base_limit AS "baseLimit", new_limit AS "newLimit", reduction_pct AS "reductionPct", confidence
  FROM decision WHERE session_date = ? ORDER BY trader`;
const REPLACED = `SELECT session_date AS session, trader, decided_at AS at, engine, detail
  FROM replaced_decision WHERE session_date = ? ORDER BY replaced_at, trader`;

/** One session at a time: the decisions of some years do not fit into memory. */
async function* decisionRows(connection: SqlConnection): AsyncGenerator<DecisionRow> {
  for (const session of await connection.values<string>(SESSIONS)) {
    for (const row of await connection.all<StandingRow>(STANDING, session)) {
      const { action, tier, baseLimit, newLimit, reductionPct, confidence, ...rest } = row;
      const columns = { action, tier, baseLimit, newLimit, reductionPct, confidence };
      yield { ...rest, table: 'decision', columns };
    }
    for (const row of await connection.all<Omit<DecisionRow, 'table' | 'columns'>>(REPLACED, session))
      yield { ...row, table: 'replaced_decision', columns: null };
  }
}

type Body = z.infer<typeof entryBody>;

/**
 * Compares each decision with its entry: the columns, and the stored decision that the report is made of. A
 * decision that was replaced has a row in `replaced_decision`.
 */
export function decisionCheck(): TableCheck {
  const entries = new Map<string, Body>();
  return {
    kind: 'decision',
    observe(row) {
      const body = bodyOf(row, entryBody);
      if (body !== null) entries.set(keyOf(body.sessionDate, row.subject, row.at), body);
      return [];
    },
    async *compare(connection) {
      const missing = new Set(entries.keys());
      const since = (await trailBegan(connection)) ?? '';
      for await (const row of decisionRows(connection)) {
        const key = keyOf(row.session, row.trader, row.at);
        missing.delete(key);
        const entry = entries.get(key);
        if (entry !== undefined) yield* compareRow(row, entry);
        else if (row.at >= since)
          yield { ...placeOf(row), trail: `no decision of ${row.at}`, found: described(row) };
      }
      for (const key of missing) yield gone(key, entries.get(key));
    },
  };
}

function* compareRow(row: DecisionRow, { sessionDate: _, engine, ...entry }: Body): Iterable<TableFinding> {
  const inColumns = differing(row.columns === null ? { engine } : { engine, ...entry }, {
    engine: row.engine,
    ...row.columns,
  });
  if (inColumns !== null) yield { ...placeOf(row), ...inColumns };
  const inDetail = differing(entry, detailOf(row.detail));
  if (inDetail !== null)
    yield { ...placeOf(row), trail: inDetail.trail, found: `in its detail, ${inDetail.found}` };
}

/** Empty where the text is not such an object: every value of the entry then differs. */
function detailOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return detailShape.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

function described({ columns, engine }: DecisionRow): string {
  return columns === null ? `a decision of engine ${engine}` : JSON.stringify(columns);
}

function gone(key: string, entry: Body | undefined): TableFinding {
  const [session, trader, at] = key.split('\n');
  return {
    table: 'decision',
    key: `${session} ${trader}`,
    trail: `${entry?.action}, limit ${entry?.baseLimit} → ${entry?.newLimit}, decided ${at}`,
    found: 'no row',
  };
}

function placeOf({ table, session, trader }: DecisionRow) {
  return { table, key: `${session} ${trader}` };
}

function keyOf(session: string, trader: string, at: string): string {
  return `${session}\n${trader}\n${at}`;
}
