import { type StepName, stepNames } from '../../../ports/runLedger.ts';
import type {
  ListedMorning,
  ScreenRecords,
  StoredMail,
  StoredStep,
} from '../../../ports/screens/screenRecords.ts';
import { decisionJson } from '../decisionJson.ts';
import type { Database } from './open.ts';
import type { OutboxRow, RunStepRow } from './schema.ts';

/** What screens read, on SQLite: each query is of one session, one month or one trader. */
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

    async mailBytes(id) {
      const row = await queries
        .selectFrom('outbox')
        .select(['session_date', 'bytes'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : { sessionDate: row.session_date, bytes: row.bytes };
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
        .execute();
      // Short steps begin within one millisecond, and the table has no order of its own.
      return rows.map(storedStep).sort((one, other) => {
        const byTime = one.startedAt.getTime() - other.startedAt.getTime();
        return byTime === 0 ? stepNames.indexOf(one.step) - stepNames.indexOf(other.step) : byTime;
      });
    },

    lastBegun: (through) => lastBegun(database, through),
    months: () => months(database),
    mornings: (month) => mornings(database, month),

    async decisionsOf(trader, most) {
      const rows = await queries
        .selectFrom('decision')
        .select(['session_date', 'detail'])
        .where('trader', '=', trader)
        .orderBy('session_date', 'desc')
        .limit(most)
        .execute();
      return rows.map(({ session_date: sessionDate, detail }) => ({
        sessionDate,
        decision: decisionJson.read(detail, `${sessionDate} ${trader}`),
      }));
    },
  };
}

const MAIL_COLUMNS = [
  'id',
  'session_date',
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
  'next_attempt_at',
] as const;

function storedMail(row: Pick<OutboxRowOf, (typeof MAIL_COLUMNS)[number]>): StoredMail {
  return {
    id: row.id,
    sessionDate: row.session_date,
    kind: row.kind as StoredMail['kind'],
    recipient: row.recipient,
    status: row.status,
    sequence: row.sequence,
    settledAt: instant(row.settled_at),
    toDesk: row.to_desk !== 0,
    revision: row.revision,
    attempts: row.attempts,
    response: row.response,
    queuedAt: new Date(row.queued_at),
    nextAttemptAt: instant(row.next_attempt_at),
  };
}

function storedStep(
  row: Pick<RunStepRow, 'step' | 'status' | 'attempts' | 'started_at' | 'finished_at' | 'error'>,
): StoredStep {
  return {
    step: row.step as StepName,
    status: row.status as StoredStep['status'],
    attempts: row.attempts,
    startedAt: new Date(row.started_at),
    finishedAt: instant(row.finished_at),
    error: row.error,
  };
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
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

async function lastBegun({ queries }: Database, through: string): Promise<string | null> {
  const row = await queries
    .selectFrom('run_step')
    .where('session_date', '<=', through)
    .select((e) => e.fn.max<string | null>('session_date').as('last'))
    .executeTakeFirst();
  return row?.last ?? null;
}

async function months({ queries }: Database): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('morning_report')
    .select('session_date')
    .orderBy('session_date', 'desc')
    .execute();
  return [...new Set(rows.map((row) => row.session_date.slice(0, 7)))];
}

/** One pass over the decisions and mails of a month. */
async function mornings(
  { driver, withConnection }: Database,
  month: string,
): Promise<readonly ListedMorning[]> {
  const rows = driver.prepare<[string, string], MorningRow>(
    `SELECT decision.session_date AS sessionDate, count(*) AS traders,
        sum(decision.new_limit < decision.base_limit) AS cuts, max(decision.revision) AS revision,
        max(decision.decided_at) AS decidedAt,
        (SELECT count(*) FROM outbox WHERE outbox.session_date = decision.session_date AND kind = 'morning') AS mails,
        (SELECT count(*) FROM outbox WHERE outbox.session_date = decision.session_date AND kind = 'morning'
            AND status = 'sent') AS sent
      FROM decision WHERE decision.session_date BETWEEN ? AND ?
      GROUP BY decision.session_date ORDER BY decision.session_date DESC`,
  );
  const found = await withConnection(() => rows.all(`${month}-01`, `${month}-31`));
  return found.map((row) => ({ ...row, decidedAt: new Date(row.decidedAt) }));
}

type MorningRow = Omit<ListedMorning, 'decidedAt'> & { readonly decidedAt: string };
