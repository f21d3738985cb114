import type { ErrorCode } from './errorCodes.ts';

/**
 * Every error the product throws on purpose: what went wrong, whether trying again can help, and what the
 * reader should do. Messages read "where · what was found · what was expected"; the hint says what to do.
 * The code has a row in errorCodes.ts, and so in docs/runbook.md.
 * Never put a secret into a message or a hint: both are logged and mailed.
 */
export interface DaybreakErrorOptions {
  readonly hint: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

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

/** A setting is missing or unreadable, or a command was called wrongly. Exit code 2. */
export class ConfigurationError extends DaybreakError {}

/** The fill source answered wrongly, late or not at all. */
export class SourceError extends DaybreakError {}

/** Input that is not what it claims to be; nothing of it was stored. */
export class InputError extends DaybreakError {}

/** The database is missing, locked, full, damaged or from another version. */
export class StoreError extends DaybreakError {}

/** The mail could not be built or handed over. */
export class MailError extends DaybreakError {}

/** The morning cannot be decided safely from what is stored. */
export class DecisionError extends DaybreakError {}
