import type { DecidedMorning, MonthRecords } from '../../../ports/screens/monthRecords.ts';
import { limitEvent } from './limitRows.ts';
import type { Database } from './open.ts';
import { MAIL_COLUMNS, STEP_COLUMNS, storedMail, storedStep } from './screenRows.ts';

/**
 * The change that the mail of a decision asked for. A decision that was stored before limit lines existed is
 * compared with its base limit; a withheld one asks for nothing.
 */
export const CHANGE = `coalesce(json_extract(detail, '$.limit.change'),
  CASE WHEN action <> 'withheld' AND new_limit < base_limit THEN 'lower' ELSE 'stay' END)`;

const DECIDED = `SELECT session_date AS sessionDate, min(engine) AS engine, count(*) AS traders,
    sum(new_limit < base_limit) AS cuts, sum(${CHANGE} = 'lower') AS lowered,
    sum(${CHANGE} = 'raise') AS raised, sum(${CHANGE} = 'set') AS "set", max(revision) AS revision
  FROM decision WHERE session_date BETWEEN ? AND ? GROUP BY session_date`;

const SESSIONS = 'SELECT session_date FROM run_step UNION SELECT session_date FROM decision';

/** The records of past mornings, on SQLite: one pass over the rows of a range for each question. */
export function createMonthRecords({ driver, queries, withConnection }: Database): MonthRecords {
  const decided = driver.prepare<[string, string], DecidedMorning>(DECIDED);
  const months = driver
    .prepare<[], string>(
      `SELECT DISTINCT substr(session_date, 1, 7) AS month FROM (${SESSIONS}) ORDER BY month DESC`,
    )
    .pluck();
  const range = driver.prepare<[], { readonly first: string | null; readonly last: string | null }>(
    `SELECT min(session_date) AS first, max(session_date) AS last FROM (${SESSIONS})`,
  );
  return {
    months: () => withConnection(() => months.all()),
    decided: (from, to) => withConnection(() => decided.all(from, to)),

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
        .execute();
      return rows.map(limitEvent);
    },

    async range() {
      const found = await withConnection(() => range.get());
      return found?.first == null || found.last === null ? null : { first: found.first, last: found.last };
    },
  };
}
