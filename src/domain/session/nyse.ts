import { getHolidays } from 'nyse-holidays';
import { weekdayOf } from './isoDate.ts';

export const NYSE_CLOSE_SECOND = 16 * 3600;
const EARLY_CLOSE_SECOND = 13 * 3600;

/** Closures that no rule foretells, since 2000. Source: the exchange's own notices. */
const UNSCHEDULED_CLOSURES: Readonly<Record<string, string>> = {
  '2001-09-11': 'attack on the World Trade Center',
  '2001-09-12': 'attack on the World Trade Center',
  '2001-09-13': 'attack on the World Trade Center',
  '2001-09-14': 'attack on the World Trade Center',
  '2004-06-11': 'day of mourning for President Reagan',
  '2007-01-02': 'day of mourning for President Ford',
  '2012-10-29': 'Hurricane Sandy',
  '2012-10-30': 'Hurricane Sandy',
  '2018-12-05': 'day of mourning for President George H. W. Bush',
  '2025-01-09': 'day of mourning for President Carter',
};

/** Early closes that no rule foretells, since 2000, as seconds after midnight. */
const UNSCHEDULED_EARLY_CLOSES: Readonly<Record<string, number>> = {
  '2003-12-26': EARLY_CLOSE_SECOND,
  '2005-06-01': 15 * 3600 + 56 * 60,
};

/** The day that each holiday with a fixed date falls on when it is not moved off a weekend. */
const FIXED_DATES: Readonly<Record<string, string>> = {
  'New Years Day': '01-01',
  'Juneteenth National Independence Day': '06-19',
  'Independence Day': '07-04',
  'Christmas Day': '12-25',
};

/**
 * The weekdays of a year on which the exchange is closed, date → reason. Scheduled holidays hold for every year since
 * 1998 (Juneteenth since 2022, no New Year's Day when it falls on a Saturday: NYSE rule 7.2), unscheduled ones since 2000.
 */
export function nyseClosures(year: number): ReadonlyMap<string, string> {
  const scheduled = getHolidays(year).map(
    ({ name, dateString }) => [dateString, holidayWords(name, dateString)] as const,
  );
  const unscheduled = Object.entries(UNSCHEDULED_CLOSURES).filter(([date]) => date.startsWith(`${year}-`));
  return new Map([...scheduled, ...unscheduled]);
}

/**
 * Seconds after New York midnight at which the exchange closes on one of its sessions, since 2000.
 * Source: the yearly "Holiday and Early Closings Calendar" of NYSE Group.
 */
export function nyseCloseSecond(date: string): number {
  const unscheduled = UNSCHEDULED_EARLY_CLOSES[date];
  if (unscheduled !== undefined) return unscheduled;
  const early = isDayAfterThanksgiving(date) || isBesideIndependenceDay(date) || isChristmasEve(date);
  return early ? EARLY_CLOSE_SECOND : NYSE_CLOSE_SECOND;
}

function holidayWords(name: string, date: string): string {
  const fixedDate = FIXED_DATES[name];
  const words = name.replace('New Years', "New Year's");
  return fixedDate === undefined || date.endsWith(fixedDate) ? words : `${words} (observed)`;
}

/** The Friday after the fourth Thursday of November. */
function isDayAfterThanksgiving(date: string): boolean {
  return date.slice(5) >= '11-23' && date.slice(5) <= '11-29' && weekdayOf(date) === 5;
}

/** 3 July, but until 2012 a holiday on a Thursday shortened the Friday after it and not the Wednesday before. */
function isBesideIndependenceDay(date: string): boolean {
  const year = Number(date.slice(0, 4));
  if (date.endsWith('-07-05')) return year <= 2012 && weekdayOf(date) === 5;
  if (!date.endsWith('-07-03')) return false;
  const weekday = weekdayOf(date);
  return weekday === 3 ? year >= 2013 : weekday <= 4;
}

/** On a Friday 24 December is the Christmas holiday itself. */
function isChristmasEve(date: string): boolean {
  return date.endsWith('-12-24') && weekdayOf(date) <= 4;
}
