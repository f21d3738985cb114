import type { MorningVersions } from '../../../ports/morningVersions.ts';
import type { Database } from '../database.ts';

interface VersionRow {
  readonly decidedAt: string;
  readonly revision: number;
  readonly event: number;
  readonly unconfirmed: number;
}

/** Versions of mornings, by cheap statements: a server asks on every request. */
export function createMorningVersions({ connection, withConnection }: Database): MorningVersions {
  return {
    lastDecided: async () => (await connection.value<string | null>(LAST_DECIDED)) ?? null,
    version: (sessionDate) =>
      withConnection(async (own) => {
        const row = await own.get<VersionRow>(VERSION, { session: sessionDate });
        if (row === undefined) return null;
        const mails = await own.rows<[id: number, status: string]>(MAILS, sessionDate);
        const { decidedAt, revision, event, unconfirmed } = row;
        const state = `${event}.${unconfirmed}.${mails.map((mail) => mail.join('')).join(',')}`;
        return { sessionDate, revision, decidedAt: new Date(decidedAt), state };
      }),
  };
}

const LAST_DECIDED = 'SELECT max(session_date) FROM morning_report';
const VERSION = `
  SELECT decided_at AS "decidedAt",
    coalesce((SELECT max(revision) FROM decision WHERE session_date = :session), 0) AS revision,
    coalesce((SELECT max(id) FROM limit_event WHERE session_date = :session), 0) AS event,
    coalesce((SELECT max(id) FROM unconfirmed_answer WHERE session_date = :session), 0) AS unconfirmed
  FROM morning_report WHERE session_date = :session`;
const MAILS = "SELECT id, status FROM outbox WHERE session_date = ? AND kind = 'morning' ORDER BY id";
