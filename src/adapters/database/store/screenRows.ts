import type { StepName } from '../../../ports/runLedger.ts';
import type { StoredMail, StoredStep } from '../../../ports/screens/screenRecords.ts';
import type { OutboxRow, RunStepRow } from './schema.ts';

/** The columns of a mail without its bytes. */
export const MAIL_COLUMNS = [
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

export function storedMail(row: Pick<OutboxRowOf, (typeof MAIL_COLUMNS)[number]>): StoredMail {
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

export function storedStep(row: Pick<RunStepRow, (typeof STEP_COLUMNS)[number]>): StoredStep {
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

export const STEP_COLUMNS = ['step', 'status', 'attempts', 'started_at', 'finished_at', 'error'] as const;

/** A row as it is selected. */
type OutboxRowOf = { readonly [Key in keyof OutboxRow]: Selected<OutboxRow[Key]> };
type Selected<T> = T extends { readonly __select__: infer S } ? S : T;
