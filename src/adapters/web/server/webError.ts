import { type ErrorCode, errorCodes } from '../../../shared/errorCodes.ts';
import { ConfigurationError, DaybreakError, InputError, StoreError } from '../../../shared/errors.ts';

/** An error as a client sees it: RFC 9457 with the code and hint of Daybreak. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint: string;
}

/** An error of the web server itself: who may do what, and how often. */
export class WebError extends Error {
  readonly status: number;
  readonly code: WebErrorCode;
  readonly hint: string;
  /** Seconds, for Retry-After. */
  readonly retryAfter: number | null;

  constructor(
    code: WebErrorCode,
    message: string,
    { hint, retryAfter = null }: { readonly hint: string; readonly retryAfter?: number | null },
  ) {
    super(message);
    this.name = 'WebError';
    this.code = code;
    this.status = webErrorStatus[code];
    this.hint = hint;
    this.retryAfter = retryAfter;
  }
}

/** The codes of the web server, with the status of each. */
export const webErrorStatus = {
  no_key: 401,
  wrong_scope: 403,
  foreign_origin: 403,
  not_found: 404,
  no_morning: 404,
  no_such_session: 404,
  no_such_override: 404,
  no_backtest: 404,
  no_drift_look: 404,
  no_decision: 409,
  mail_withheld: 409,
  bad_request: 400,
  json_expected: 415,
  idempotency_conflict: 422,
  limits_file_refused: 422,
  too_many_requests: 429,
  unexpected: 500,
} as const satisfies Partial<Readonly<Record<ErrorCode, number>>>;

export type WebErrorCode = keyof typeof webErrorStatus;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'No valid key',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not possible now',
  410: 'No longer valid',
  413: 'Too large',
  415: 'Unsupported content type',
  422: 'Cannot be accepted',
  429: 'Too many requests',
  500: 'Unexpected error',
  503: 'Not available now',
};

/** The status of errors that the rules of the desk throw; every other one has that of its class. */
export const deskErrorStatus = {
  unknown_trader: 404,
  unknown_symbol: 404,
  not_learned: 409,
  unknown_profile: 404,
  unknown_scenario: 404,
  session_without_days: 404,
  no_compliance: 404,
  nothing_to_answer: 409,
  override_approval: 409,
} as const satisfies Partial<Readonly<Record<ErrorCode, number>>>;

/**
 * What a client is shown of an error. A fault of the program shows no message: it may have a path or data.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof WebError) return problem(error.status, error.code, error.message, error.hint);
  if (error instanceof DaybreakError)
    return problem(statusOf(error), error.code, withoutPath(error), hintOf(error));
  const trouble = troubleOfDriver(error);
  if (trouble !== null) return problem(503, trouble, detailOfStore(trouble), errorCodes[trouble].whatToDo);
  if (isClientError(error)) {
    const hint = 'See /docs for the form of each request.';
    return problem(error.statusCode, codeOf(error.statusCode), error.message, hint);
  }
  return problem(500, 'unexpected', 'The server failed.', 'The log of Daybreak has the cause.');
}

function statusOf(error: DaybreakError): number {
  const statuses: Partial<Readonly<Record<ErrorCode, number>>> = deskErrorStatus;
  const status = statuses[error.code];
  if (status !== undefined) return status;
  if (error instanceof StoreError) return 503;
  return error instanceof InputError || error instanceof ConfigurationError ? 422 : 500;
}

/** The message of a store names the database file. */
function withoutPath(error: DaybreakError): string {
  return error instanceof StoreError ? detailOfStore(error.code) : error.message;
}

function detailOfStore(code: ErrorCode): string {
  if (code === 'no_database') return 'The desk has no database yet. The first morning makes it.';
  if (code === 'database_locked') return 'Another process writes to the database. Nothing was stored.';
  return 'The database cannot be used now.';
}

/** An error that SQLite itself throws, as when another process holds the write lock; null: another error. */
function troubleOfDriver(error: unknown): ErrorCode | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'database_locked';
  if (code === 'SQLITE_FULL') return 'database_full';
  return code.startsWith('SQLITE_') ? 'database_unusable' : null;
}

/** The hint of a store may name a backup. The runbook has one without. */
function hintOf(error: DaybreakError): string {
  return error instanceof StoreError ? errorCodes[error.code].whatToDo : error.hint;
}

function problem(status: number, code: string, detail: string, hint: string): Problem {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, code, detail, hint };
}

function isClientError(error: unknown): error is Error & { readonly statusCode: number } {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}

function codeOf(status: number): WebErrorCode {
  if (status === 404) return 'not_found';
  return status === 429 ? 'too_many_requests' : 'bad_request';
}
