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
}

/** Whole months of history before the mornings that were mailed. */
const MONTHS_BEFORE = 6;
/** At least so many sessions of the desk had a mailed morning. */
const FEWEST_MAILED = 10;

/** The period of a demo desk that ends on a session. */
export interface DemoPeriod {
  /** The first session with fills. */
  readonly first: string;
  /** The first session with a mailed morning; the morning of `through` was mailed too. */
  readonly firstMailed: string;
  readonly through: string;
}

/**
 * The period of the desk through a session. Mornings have been mailed since the first session of the month,
 * or of the month before it while there are fewer than ten. So the desk of the next date has the same
 * beginning, except once a month.
 */
export function demoPeriod(through: string, calendar: DemoCalendar): DemoPeriod {
  const month = startOfMonth(through);
  const isEnough = calendar.sessionsBetween(month, through).length >= FEWEST_MAILED;
  const mailed = isEnough ? month : monthsBefore(month, 1);
  return {
    first: firstSession(monthsBefore(mailed, MONTHS_BEFORE), calendar),
    firstMailed: firstSession(mailed, calendar),
    through,
  };
}

/** Describes a session by its date. */
export function demoSession(date: string, calendar: DemoCalendar): DemoSession {
  const month = monthOf(date);
  return {
    date,
    number: epochDayOf(date),
    month,
    place: calendar.sessionsBetween(startOfMonth(date), date).length - 1,
    isLastOfMonth: monthOf(calendar.nextSession(date)) !== month,
  };
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
