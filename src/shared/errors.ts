import type { ErrorCode } from './errorCodes.ts';

/**
 * Options of an error that Daybreak throws on purpose. The message has the form "where · what was found ·
 * what was expected". The hint explains what the operator should do. `retryable` is true if trying again can
 * help. The code has a row in errorCodes.ts, and so in docs/runbook.md. Never put a secret into a message or
 * a hint: both are logged and mailed.
 */
export interface DaybreakErrorOptions {
  readonly hint: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Base class of all errors that Daybreak throws on purpose. */
export class DaybreakError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: DaybreakErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
  }
}

/** A setting is missing or unreadable, or a command has wrong options. Exit code 2. */
export class ConfigurationError extends DaybreakError {}

/** The fill source returned something wrong, was too slow, or did not answer. */
export class SourceError extends DaybreakError {}

/** An input file or option is not valid. Nothing from it was stored. */
export class InputError extends DaybreakError {}

/** The database is missing, locked, full, damaged or from another version. */
export class StoreError extends DaybreakError {}

/** A mail could not be built, or the mail server did not take it. */
export class MailError extends DaybreakError {}

/** The stored data does not allow safe decisions for this morning. */
export class DecisionError extends DaybreakError {}
