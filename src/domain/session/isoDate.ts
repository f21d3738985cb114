import { InputError } from '../../shared/errors.ts';

const DAY_MS = 86_400_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is an existing date as YYYY-MM-DD. 2026-02-30 is not. */
export function isIsoDate(text: string): boolean {
  if (!ISO_DATE.test(text)) return false;
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  // Date.parse may read 30 February as 2 March, so format the result and compare.
  return Number.isFinite(day) && isoDateOf(day) === text;
}

/**
 * The date `days` days later (earlier when negative), YYYY-MM-DD. Throws InputError when `date` does not
 * exist.
 */
export function addDays(date: string, days: number): string {
  return isoDateOf(epochDayOf(date) + days);
}

/** ISO weekday: 1 is Monday, 7 is Sunday. Throws InputError when `date` does not exist. */
export function weekdayOf(date: string): number {
  const daysSinceMonday = (epochDayOf(date) + 3) % 7;
  return ((daysSinceMonday + 7) % 7) + 1;
}

/** Milliseconds since 1970 at which the date begins in UTC. Throws InputError when `date` does not exist. */
export function utcMidnight(date: string): number {
  if (isIsoDate(date)) return Date.parse(`${date}T00:00:00Z`);
  throw new InputError(
    'date_invalid',
    `session date · found "${date}" · expected a real date as YYYY-MM-DD`,
    {
      hint: 'Write the date as year-month-day, for example 2026-03-09.',
    },
  );
}

/** Whole days since 1970-01-01, which was a Thursday. */
export function epochDayOf(date: string): number {
  return utcMidnight(date) / DAY_MS;
}

function isoDateOf(epochDay: number): string {
  return new Date(epochDay * DAY_MS).toISOString().slice(0, 10);
}

/** The month of a date: YYYY-MM-DD becomes YYYY-MM. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}
