import { z } from 'zod';
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
  /** The columns as a JSON object; null in `replaced_decision`, which has none. */
  readonly columns: string | null;
}

const ROWS = `
  SELECT 'decision' AS "table", session_date AS session, trader, decided_at AS at, engine, detail,
      json_object('action', action, 'tier', tier, 'baseLimit', base_limit, 'newLimit', new_limit,
        'reductionPct', reduction_pct, 'confidence', confidence) AS columns
    FROM decision
  UNION ALL
  SELECT 'replaced_decision', session_date, trader, decided_at, engine, detail, NULL FROM replaced_decision`;

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
    *compare(driver) {
      const missing = new Set(entries.keys());
      const since = trailBegan(driver) ?? '';
      for (const row of driver.prepare<[], DecisionRow>(ROWS).iterate()) {
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
  const column = row.columns === null ? {} : detailOf(row.columns);
  const inColumns = differing(row.columns === null ? { engine } : { engine, ...entry }, {
    engine: row.engine,
    ...column,
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
  return columns === null ? `a decision of engine ${engine}` : columns;
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
