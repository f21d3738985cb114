import { storeErrorOf } from '../adapters/database/sqlite/storeError.ts';
import { createRedactor } from '../config/secrets.ts';
import { type Problem, UNEXPECTED } from '../pipeline/notices/problem.ts';
import { DaybreakError, MailError, SourceError, StoreError } from '../shared/errors.ts';

/** Turns any error into what may be shown: what happened and what to do, without a secret. */
export function problemOf(secrets: readonly string[]): (error: unknown) => Problem {
  const safely = createRedactor(secrets);
  return (thrown) => {
    const error = storeErrorOf(thrown) ?? thrown;
    const message = safely(error instanceof Error ? error.message : String(error));
    if (!(error instanceof DaybreakError))
      return {
        code: UNEXPECTED,
        message,
        hint: 'This is a fault of Daybreak itself; keep the log of this morning and report it.',
        retryable: false,
        origin: 'other',
      };
    const { code, hint, retryable } = error;
    return { code, message, hint: safely(hint), retryable, origin: originOf(error) };
  };
}

function originOf(error: DaybreakError): Problem['origin'] {
  if (error instanceof SourceError) return 'source';
  if (error instanceof StoreError) return 'store';
  return error instanceof MailError ? 'mail' : 'other';
}
