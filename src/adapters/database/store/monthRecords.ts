import type { DecidedMorning, MonthRecords } from '../../../ports/screens/monthRecords.ts';
import type { Database } from '../database.ts';
import type { SqlDialect } from '../sqlConnection.ts';
import { jsonText } from '../sqlDialect.ts';
import { limitEvent } from './limitRows.ts';
import { MAIL_COLUMNS, STEP_COLUMNS, storedMail, storedStep } from './screenRows.ts';

/**
 * The change that the mail of a decision asked for, in SQL. A decision that was stored before limit lines
 * existed is compared with its base limit; a withheld one asks for nothing.
 */
export function changeOf(dialect: SqlDialect): string {
  return `coalesce(${jsonText(dialect, 'detail', ['limit', 'change'])},
    CASE WHEN action <> 'withheld' AND new_limit < base_limit THEN 'lower' ELSE 'stay' END)`;
}

function decidedSql(dialect: SqlDialect): string {
  const changed = (change: string) => `count(*) FILTER (WHERE ${changeOf(dialect)} = '${change}')`;
  return `SELECT session_date AS "sessionDate", min(engine) AS engine, count(*) AS traders,
      count(*) FILTER (WHERE new_limit < base_limit) AS cuts, ${changed('lower')} AS lowered,
      ${changed('raise')} AS raised, ${changed('set')} AS "set", max(revision) AS revision
    FROM decision WHERE session_date BETWEEN ? AND ? GROUP BY session_date ORDER BY session_date`;
}

const SESSIONS = 'SELECT session_date FROM run_step UNION SELECT session_date FROM decision';
const MONTHS = `SELECT DISTINCT substr(session_date, 1, 7) AS month FROM (${SESSIONS}) AS sessions
  ORDER BY month DESC`;
const RANGE = `SELECT min(session_date) AS first, max(session_date) AS last FROM (${SESSIONS}) AS sessions`;

interface SessionRange {
  readonly first: string | null;
  readonly last: string | null;
}

/** The records of past mornings: one pass over the rows of a range for each question. */
export function createMonthRecords({ dialect, connection, queries }: Database): MonthRecords {
  return {
    months: () => connection.values<string>(MONTHS),
    decided: (from, to) => connection.all<DecidedMorning>(decidedSql(dialect), from, to),

    async mails(from, to) {
      const rows = await queries
        .selectFrom('outbox')
        .select(MAIL_COLUMNS)
        .where('session_date', '>=', from)
        .where('session_date', '<=', to)
        .orderBy('id')
        .execute();
      return rows.map(storedMail);
    },

    async steps(from, to) {
      const rows = await queries
        .selectFrom('run_step')
        .select([...STEP_COLUMNS, 'session_date'])
        .where('session_date', '>=', from)
        .where('session_date', '<=', to)
        .orderBy('session_date')
        .orderBy('step')
        .execute();
      return rows.map((row) => ({ ...storedStep(row), sessionDate: row.session_date }));
    },

    async events(from, to) {
      const rows = await queries
        .selectFrom('limit_event')
        .selectAll()
        .where('session_date', '>=', from)
        .where('session_date', '<=', to)
        .where('trader', 'is not', null)
        .orderBy('id')
        .execute();
      return rows.map(limitEvent);
    },

    async range() {
      const found = await connection.get<SessionRange>(RANGE);
      return found?.first == null || found.last === null ? null : { first: found.first, last: found.last };
    },
  };
}
