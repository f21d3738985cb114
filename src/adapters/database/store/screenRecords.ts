import { stepNames } from '../../../ports/runLedger.ts';
import type { ScreenRecords } from '../../../ports/screens/screenRecords.ts';
import type { Database } from '../database.ts';
import { decisionJson } from '../decisionJson.ts';
import { lastSequence } from './auditRows.ts';
import { createRecentNetPnlReader } from './recentNetPnl.ts';
import { MAIL_COLUMNS, STEP_COLUMNS, storedMail, storedStep } from './screenRows.ts';

/** What screens read: each query is of one session, one month or one trader. */
export function createScreenRecords(database: Database): ScreenRecords {
  const { queries } = database;
  return {
    version: versionReader(database),

    async mails(sessionDate) {
      const rows = await queries
        .selectFrom('outbox')
        .select(MAIL_COLUMNS)
        .where('session_date', '=', sessionDate)
        .orderBy('id')
        .execute();
      return rows.map(storedMail);
    },

    async waiting(most) {
      const rows = await queries
        .selectFrom('outbox')
        .select(MAIL_COLUMNS)
        .where('status', 'in', ['pending', 'claimed'])
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(storedMail);
    },

    async mail(id) {
      const row = await queries
        .selectFrom('outbox')
        .select([...MAIL_COLUMNS, 'bytes'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : { ...storedMail(row), bytes: row.bytes };
    },

    async replaced(sessionDate) {
      const rows = await queries
        .selectFrom('replaced_decision')
        .select(['trader', 'detail', 'revision'])
        .where('session_date', '=', sessionDate)
        .orderBy('replaced_at')
        .orderBy('trader')
        .execute();
      return rows.map(({ trader, detail, revision }) => ({
        ...decisionJson.read(detail, `${sessionDate} ${trader}`),
        revision,
      }));
    },

    async steps(sessionDate) {
      const rows = await queries
        .selectFrom('run_step')
        .select(STEP_COLUMNS)
        .where('session_date', '=', sessionDate)
        .execute();
      // Short steps begin within one millisecond, and the table has no order of its own.
      return rows.map(storedStep).sort((one, other) => {
        const byTime = one.startedAt.getTime() - other.startedAt.getTime();
        return byTime === 0 ? stepNames.indexOf(one.step) - stepNames.indexOf(other.step) : byTime;
      });
    },

    lastBegun: (through) => lastBegun(database, through),

    recentNetPnl: createRecentNetPnlReader(database),
  };
}

/** Every write but a step's is in the audit trail. */
function versionReader({ withConnection }: Database): ScreenRecords['version'] {
  return () =>
    withConnection(
      async (connection) =>
        `${await lastSequence(connection)} ${(await connection.value<string>(LAST_STEPS)) ?? ''}`,
    );
}

const LAST_STEPS = `
  SELECT coalesce(max(session_date), '') || coalesce(max(started_at), '') || coalesce(max(finished_at), '')
    FROM run_step WHERE session_date = (SELECT max(session_date) FROM run_step)`;

async function lastBegun({ queries }: Database, through: string): Promise<string | null> {
  const row = await queries
    .selectFrom('run_step')
    .where('session_date', '<=', through)
    .select((e) => e.fn.max<string | null>('session_date').as('last'))
    .executeTakeFirst();
  return row?.last ?? null;
}
