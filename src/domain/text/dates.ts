import { DateTime } from 'luxon';

/** A date YYYY-MM-DD in short: `Tue 6 Oct`. */
export function shortDay(date: string): string {
  return day(date).toFormat('ccc d LLL');
}

/** The day of the week of a date YYYY-MM-DD: `Tue`. */
export function weekday(date: string): string {
  return day(date).toFormat('ccc');
}

/** A date YYYY-MM-DD in full: `Tuesday 6 October 2026`. */
export function longDay(date: string): string {
  return day(date).toFormat('cccc d LLLL yyyy');
}

/** A month YYYY-MM in full: `October 2026`. */
export function longMonth(month: string): string {
  return day(`${month}-01`).toFormat('LLLL yyyy');
}

// en-US, because British English shortens September to four letters and every other month to three.
function day(date: string): DateTime {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-US' });
}
