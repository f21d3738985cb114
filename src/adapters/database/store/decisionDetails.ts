import type { Decision } from '../../../domain/decision/decision.ts';
import type { Database } from '../database.ts';
import { decisionJson } from '../decisionJson.ts';

/** A stored decision, replaced later or not. */
export interface DecisionDetail {
  readonly decidedAt: string;
  readonly engine: string;
  readonly detail: Decision;
}

const BOTH = 'SELECT session_date, trader, engine, detail, decided_at FROM';
const ALL = `${BOTH} decision UNION ALL ${BOTH} replaced_decision`;

const LAST = `SELECT max(session_date) FROM (${ALL}) AS every_one WHERE decided_at <= ?`;
const OF_SESSION = `SELECT trader, engine, detail, decided_at FROM (${ALL}) AS every_one
  WHERE session_date = ? ORDER BY decided_at, trader`;

interface Row {
  readonly trader: string;
  readonly engine: string;
  readonly detail: string;
  readonly decided_at: string;
}

/** Reads decisions that stood once, also those that a correction or a forced run replaced. */
export function createDecisionDetails({ connection }: Database) {
  return {
    /** The newest session that was decided by an instant, RFC 3339 in UTC; null: none was. */
    lastSession: async (time: string) => (await connection.value<string | null>(LAST, time)) ?? null,

    /** Every decision of a session, oldest first. */
    async of(sessionDate: string): Promise<readonly DecisionDetail[]> {
      const rows = await connection.all<Row>(OF_SESSION, sessionDate);
      return rows.map(({ trader, engine, detail, decided_at: decidedAt }) => ({
        decidedAt,
        engine,
        detail: decisionJson.read(detail, `${sessionDate} ${trader}`),
      }));
    },
  };
}
