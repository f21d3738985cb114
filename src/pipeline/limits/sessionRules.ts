import type { Calendar } from '../../domain/session/calendar.ts';
import { ConfigurationError } from '../../shared/errors.ts';

/**
 * @throws ConfigurationError `not_a_session`, bad usage with exit code 2, where the market is closed on the
 *   date.
 */
export function requireSession(calendar: Calendar, date: string, where: string): void {
  const closure = calendar.closure(date);
  if (closure === null) return;
  throw new ConfigurationError(
    'not_a_session',
    `${where} · found ${date}, on which the market is closed (${closure}) · expected a session`,
    { hint: `Try ${calendar.previousSession(date)} or ${calendar.nextSession(date)}. Nothing was changed.` },
  );
}

/** @throws ConfigurationError `future_session`, bad usage, for a session after the one due now. */
export function requireNotFuture(session: string, dueSession: string, where: string): void {
  if (session <= dueSession) return;
  throw new ConfigurationError(
    'future_session',
    `${where} · found ${session}, which is still to come · expected ${dueSession}, the session due now, or an earlier one`,
    { hint: 'Give the session that the mail names, as YYYY-MM-DD. Nothing was changed.' },
  );
}
