import type { Delay } from '../../domain/report/notices.ts';
import { waitAfterFailures } from '../../domain/session/backoff.ts';

/** An error as notices and the schedule use it. Its texts contain no secret. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
  /** The part of the system that failed. */
  readonly origin: 'source' | 'store' | 'mail' | 'other';
}

/** The code of an error that the program does not expect. */
export const UNEXPECTED = 'unexpected';

/** Failed tries in a row at one session's morning. */
export interface Failure {
  readonly problem: Problem;
  readonly since: Date;
  readonly at: Date;
  readonly tries: number;
  readonly nextTryAt: Date;
}

/** Adds one failed try to the earlier ones and sets the time of the next try. */
export function failureAfter(before: Failure | null, problem: Problem, at: Date): Failure {
  const tries = (before?.tries ?? 0) + 1;
  // A fault of the program may pass, so it is retried soon. Only errors known to be permanent wait longer.
  const mayPass = problem.retryable || problem.code === UNEXPECTED;
  const nextTryAt = new Date(at.getTime() + waitAfterFailures(tries, mayPass));
  return { problem, since: before?.since ?? at, at, tries, nextTryAt };
}

/** A source may be late for this long before the operator is alerted. */
const PATIENCE_MS = 3_600_000;

/**
 * Whether the operator must be alerted of a failing morning: the error is permanent, or it has lasted an
 * hour, or LATE_AT has passed.
 */
export function concernsOperator({ problem, since }: Failure, now: Date, lateAt: Date): boolean {
  return !problem.retryable || now.getTime() - since.getTime() >= PATIENCE_MS || now >= lateAt;
}

/** Errors of a database that only another file solves. */
const NEEDS_RESTORE = ['database_damaged', 'database_not_one', 'database_vanished'];

/** Whether the database must be restored or replaced: no retry and no waiting solves the error. */
export function needsRestore({ code }: Pick<Problem, 'code'>): boolean {
  return NEEDS_RESTORE.includes(code);
}

/** Whether a notice about the error must not rely on the store. */
export function isOfStore({ origin, retryable, code }: Problem): boolean {
  return origin === 'store' && !retryable && code !== 'lease_lost';
}

const NOT_READY = ['no_fills', 'no_accounts', 'stale_fills'];
const INCOMPLETE = ['source_trailer_missing', 'source_pages_changed', 'source_wrong_page'];

/** The cause of the delay, as the LATE notice names it. */
export function delayOf({ origin, code }: Problem): Exclude<Delay, 'undelivered'> {
  if (origin !== 'source') return 'failing';
  if (NOT_READY.includes(code)) return 'not_ready';
  return INCOMPLETE.includes(code) ? 'incomplete' : 'unreachable';
}
