import type { Calendar } from '../domain/session/calendar.ts';
import { ConfigurationError } from '../shared/errors.ts';

/**
 * Checks that an option names a session of the calendar.
 * @param option as it was typed, for example `--date`.
 * @throws ConfigurationError `not_a_session`, which ends the command with exit code 2.
 */
export function requireSession(calendar: Calendar, option: string, date: string): void {
  const closure = calendar.closure(date);
  if (closure === null) return;
  throw new ConfigurationError(
    'not_a_session',
    `${option} ${date} · the market is closed (${closure}) · expected a session`,
    {
      hint: `Try ${calendar.nextSession(date)}, or add the day to CALENDAR_OVERRIDES if the market was open.`,
    },
  );
}

/** One end of a range of sessions or days, and the option that gives it. */
interface Bound {
  readonly option: string;
  readonly date: string | undefined;
}

/**
 * Checks that a range does not end before it begins. A bound may be a closed day: `--from 2026-01-01`.
 * @throws ConfigurationError `period_backwards`, which ends the command with exit code 2.
 */
export function requireRange(first: Bound, last: Bound): void {
  if (first.date === undefined || last.date === undefined || first.date <= last.date) return;
  throw new ConfigurationError(
    'period_backwards',
    `${first.option} ${first.date} · is after ${last.option} ${last.date} · expected a date on or before it`,
    { hint: 'Exchange the two, or leave one out.' },
  );
}
