import type { Decision } from '../../../domain/decision/decision.ts';
import { decisionJson } from '../decisionJson.ts';
import type { Database } from './open.ts';

/** A stored decision, replaced later or not. */
export interface DecisionDetail {
  readonly decidedAt: string;
  readonly engine: string;
  readonly detail: Decision;
}

const BOTH = 'SELECT session_date, trader, engine, detail, decided_at FROM';
const ALL = `${BOTH} decision UNION ALL ${BOTH} replaced_decision`;

/** Reads decisions that stood once, also those that a correction or a forced run replaced. */
export function createDecisionDetails({ driver, withConnection }: Database) {
  const last = driver
    .prepare<[string], string | null>(`SELECT max(session_date) FROM (${ALL}) WHERE decided_at <= ?`)
    .pluck();
  const rows = driver.prepare<
    [string],
    { trader: string; engine: string; detail: string; decided_at: string }
  >(`SELECT trader, engine, detail, decided_at FROM (${ALL}) WHERE session_date = ?`);
  return {
    /** The newest session that was decided by an instant, RFC 3339 in UTC; null: none was. */
    lastSession: (time: string) => withConnection(() => last.get(time) ?? null),

    /** Every decision of a session, oldest first. */
    of: (sessionDate: string): Promise<readonly DecisionDetail[]> =>
      withConnection(() =>
        rows
          .all(sessionDate)
          .map(({ trader, engine, detail, decided_at: decidedAt }) => ({
            decidedAt,
            engine,
            detail: decisionJson.read(detail, `${sessionDate} ${trader}`),
          }))
          .toSorted((a, b) => (a.decidedAt < b.decidedAt ? -1 : 1)),
      ),
  };
}
