import { DateTime } from 'luxon';

/** YYYY-MM-DD as a reader says it: `Tue 6 Oct`. */
export function shortDay(date: string): string {
  return day(date).toFormat('ccc d LLL');
}

/** YYYY-MM-DD in full: `Tuesday 6 October 2026`. */
export function longDay(date: string): string {
  return day(date).toFormat('cccc d LLLL yyyy');
}

/** YYYY-MM in full: `October 2026`. */
export function longMonth(month: string): string {
  return day(`${month}-01`).toFormat('LLLL yyyy');
}

// en-US, for British English has "Sept" where every other month has three letters.
function day(date: string): DateTime {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-US' });
}
