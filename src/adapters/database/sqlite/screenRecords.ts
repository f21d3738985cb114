import type { StepName } from '../../../ports/runLedger.ts';
import type { ScreenRecords, StoredMail, StoredStep } from '../../../ports/screens/screenRecords.ts';
import { decisionJson } from '../decisionJson.ts';
import type { Database } from './open.ts';
import type { OutboxRow } from './schema.ts';

/** What screens read, on SQLite: each query is of one session. */
export function createScreenRecords(database: Database): ScreenRecords {
  const { queries } = database;
  return {
    version: () => version(database),

    async mails(sessionDate) {
      const rows = await queries
        .selectFrom('outbox')
        .select(MAIL_COLUMNS)
        .where('session_date', '=', sessionDate)
        .orderBy('id')
        .execute();
      return rows.map(storedMail);
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
        .select(['step', 'status', 'attempts', 'started_at', 'finished_at', 'error'])
        .where('session_date', '=', sessionDate)
        .orderBy('started_at')
        .execute();
      return rows.map((row) => ({
        step: row.step as StepName,
        status: row.status as StoredStep['status'],
        attempts: row.attempts,
        startedAt: new Date(row.started_at),
        finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
        error: row.error,
      }));
    },
  };
}

const MAIL_COLUMNS = [
  'id',
  'kind',
  'recipient',
  'status',
  'sequence',
  'settled_at',
  'to_desk',
  'revision',
  'attempts',
  'response',
  'queued_at',
] as const;

function storedMail(row: Pick<OutboxRowOf, (typeof MAIL_COLUMNS)[number]>): StoredMail {
  return {
    id: row.id,
    kind: row.kind as StoredMail['kind'],
    recipient: row.recipient,
    status: row.status,
    sequence: row.sequence,
    settledAt: row.settled_at === null ? null : new Date(row.settled_at),
    toDesk: row.to_desk !== 0,
    revision: row.revision,
    attempts: row.attempts,
    response: row.response,
    queuedAt: new Date(row.queued_at),
  };
}

/** A row as it is selected. */
type OutboxRowOf = { readonly [Key in keyof OutboxRow]: Selected<OutboxRow[Key]> };
type Selected<T> = T extends { readonly __select__: infer S } ? S : T;

/** Every write but a step's is in the audit trail. */
function version({ driver, withConnection }: Database): Promise<string> {
  const head = driver.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM audit_entry').pluck();
  const steps = driver
    .prepare<[], string>(
      `SELECT coalesce(max(session_date), '') || coalesce(max(started_at), '') || coalesce(max(finished_at), '')
         FROM run_step WHERE session_date = (SELECT max(session_date) FROM run_step)`,
    )
    .pluck();
  return withConnection(() => `${head.get() ?? 0} ${steps.get() ?? ''}`);
}
