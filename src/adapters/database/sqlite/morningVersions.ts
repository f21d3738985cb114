import type { MorningVersions } from '../../../ports/morningVersions.ts';
import type { Database } from './open.ts';

interface VersionRow {
  readonly decidedAt: string;
  readonly revision: number;
  readonly state: string;
}

/** Versions of mornings on SQLite, with prepared statements: a server asks on every request. */
export function createMorningVersions({ driver, withConnection }: Database): MorningVersions {
  const lastDecided = driver
    .prepare<[], string | null>('SELECT max(session_date) FROM morning_report')
    .pluck();
  const version = driver.prepare<{ session: string }, VersionRow>(versionSql);
  return {
    lastDecided: () => withConnection(() => lastDecided.get() ?? null),
    version: (sessionDate) =>
      withConnection(() => {
        const row = version.get({ session: sessionDate });
        if (row === undefined) return null;
        const { decidedAt, revision, state } = row;
        return { sessionDate, revision, decidedAt: new Date(decidedAt), state };
      }),
  };
}

const versionSql = `
  SELECT decided_at AS decidedAt,
    coalesce((SELECT max(revision) FROM decision WHERE session_date = :session), 0) AS revision,
    coalesce((SELECT max(id) FROM limit_event WHERE session_date = :session), 0) || '.' ||
    coalesce((SELECT max(id) FROM unconfirmed_answer WHERE session_date = :session), 0) || '.' ||
    coalesce((SELECT group_concat(id || status) FROM outbox WHERE session_date = :session AND kind = 'morning'), '')
      AS state
  FROM morning_report WHERE session_date = :session`;
