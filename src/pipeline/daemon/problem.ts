import type { Delay } from '../../domain/report/notices.ts';
import { waitAfterFailures } from '../../domain/session/backoff.ts';

/** An error as people and the ladder need it; no secret is in its texts. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
  /** Which part of the world it comes from. */
  readonly origin: 'source' | 'store' | 'mail' | 'other';
}

/** The code of an error that nobody foresaw. */
export const UNEXPECTED = 'unexpected';

/** Failed tries in a row at one session's morning. */
export interface Failure {
  readonly problem: Problem;
  readonly since: Date;
  readonly at: Date;
  readonly tries: number;
  readonly nextTryAt: Date;
}

export function failureAfter(before: Failure | null, problem: Problem, at: Date): Failure {
  const tries = (before?.tries ?? 0) + 1;
  // A fault of our own may have been one moment's; only what is known to be hopeless is.
  const mayHelp = problem.retryable || problem.code === UNEXPECTED;
  const nextTryAt = new Date(at.getTime() + waitAfterFailures(tries, mayHelp));
  return { problem, since: before?.since ?? at, at, tries, nextTryAt };
}

/** A source that is late is the operator's concern after so long; before that it is an ordinary morning. */
const PATIENCE_MS = 3_600_000;

/** Whether a failing morning is more than an ordinary wait: it will not pass by itself, or has lasted long, or LATE is due. */
export function concernsOperator({ problem, since }: Failure, now: Date, lateAt: Date): boolean {
  return !problem.retryable || now.getTime() - since.getTime() >= PATIENCE_MS || now >= lateAt;
}

const NOT_READY = ['no_fills', 'no_accounts'];
const INCOMPLETE = ['source_trailer_missing', 'source_pages_changed', 'source_wrong_page'];

/** What keeps the morning waiting, in the words of the LATE notice. */
export function delayOf({ origin, code }: Problem): Delay {
  if (origin !== 'source') return 'failing';
  if (NOT_READY.includes(code)) return 'not_ready';
  return INCOMPLETE.includes(code) ? 'incomplete' : 'unreachable';
}
