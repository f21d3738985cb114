import type { Calendar } from '../../../domain/session/calendar.ts';
import { addDays, epochDayOf, monthOf } from '../../../domain/session/isoDate.ts';

/** The part of a calendar that the demo uses. */
export type DemoCalendar = Pick<Calendar, 'nextSession' | 'sessionsBetween' | 'closeSecond'>;

/** A session of the demo desk. */
export interface DemoSession {
  readonly date: string;
  /** Days since 1970: a number that does not depend on where the desk begins or ends. */
  readonly number: number;
  readonly month: string;
  /** Place in its month, from 0. */
  readonly place: number;
  readonly isLastOfMonth: boolean;
  /** The date of the session after it. */
  readonly next: string;
}

/** Whole months of history before the mornings that were mailed. */
const MONTHS_BEFORE = 6;
/** The period of a demo desk that ends on a session. */
export interface DemoPeriod {
  /** The first session with fills. */
  readonly first: string;
  /** The first session with a mailed morning; the morning of `through` was mailed too. */
  readonly firstMailed: string;
  readonly through: string;
}

/**
 * The period of the desk through a session. Mornings have been mailed since the first session two
 * weeks before: eleven to fifteen. So the desk of the next date has the same beginning, except once a week.
 */
export function demoPeriod(through: string, calendar: DemoCalendar): DemoPeriod {
  const mailed = addDays(mondayOf(through), -14);
  return {
    first: firstSession(monthsBefore(startOfMonth(mailed), MONTHS_BEFORE), calendar),
    firstMailed: firstSession(mailed, calendar),
    through,
  };
}

/** Describes a session by its date. */
export function demoSession(date: string, calendar: DemoCalendar): DemoSession {
  const month = monthOf(date);
  const next = calendar.nextSession(date);
  return {
    date,
    number: epochDayOf(date),
    month,
    place: calendar.sessionsBetween(startOfMonth(date), date).length - 1,
    isLastOfMonth: monthOf(next) !== month,
    next,
  };
}

function mondayOf(date: string): string {
  // Day 0, 1 January 1970, was a Thursday.
  return addDays(date, -((epochDayOf(date) + 3) % 7));
}

function startOfMonth(date: string): string {
  return `${monthOf(date)}-01`;
}

/** The first day of an earlier month. Example: 2026-02-01 less 3 months is 2025-11-01. */
function monthsBefore(firstDay: string, months: number): string {
  let first = firstDay;
  for (let month = 0; month < months; month += 1) first = startOfMonth(addDays(first, -1));
  return first;
}

function firstSession(date: string, calendar: DemoCalendar): string {
  return calendar.nextSession(addDays(date, -1));
}
