import { getHolidays } from 'nyse-holidays';
import { weekdayOf } from './isoDate.ts';

export const NYSE_CLOSE_SECOND = 16 * 3600;
const EARLY_CLOSE_SECOND = 13 * 3600;

/** Closures outside the rules, since 2000. Source: notices of the exchange. */
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

/** Early closes outside the rules, since 2000, in seconds after midnight. */
const UNSCHEDULED_EARLY_CLOSES: Readonly<Record<string, number>> = {
  '2003-12-26': EARLY_CLOSE_SECOND,
  '2005-06-01': 15 * 3600 + 56 * 60,
};

/** The date MM-DD of each holiday that moves only off a weekend. */
const FIXED_DATES: Readonly<Record<string, string>> = {
  'New Years Day': '01-01',
  'Juneteenth National Independence Day': '06-19',
  'Independence Day': '07-04',
  'Christmas Day': '12-25',
};

/**
 * The weekdays of a year on which the exchange is closed, date → reason. Scheduled holidays are right since
 * 1998, unscheduled closures since 2000. Juneteenth is a holiday since 2022. New Year's Day on a Saturday is
 * not observed.
 *
 * Source: NYSE rule 7.2.
 */
export function nyseClosures(year: number): ReadonlyMap<string, string> {
  const scheduled = getHolidays(year).map(
    ({ name, dateString }) => [dateString, holidayWords(name, dateString)] as const,
  );
  const unscheduled = Object.entries(UNSCHEDULED_CLOSURES).filter(([date]) => date.startsWith(`${year}-`));
  return new Map([...scheduled, ...unscheduled]);
}

/**
 * Seconds after midnight in New York at which the exchange closes on a session, right since 2000.
 *
 * Source: the yearly "Holiday and Early Closings Calendar" of NYSE Group.
 */
export function nyseCloseSecond(date: string): number {
  const unscheduled = UNSCHEDULED_EARLY_CLOSES[date];
  if (unscheduled !== undefined) return unscheduled;
  const early = isDayAfterThanksgiving(date) || isNextToIndependenceDay(date) || isChristmasEve(date);
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

/**
 * Whether the session closes early because of Independence Day: 3 July on Monday to Thursday. Until 2012 a
 * holiday on a Thursday shortened the Friday after it instead of the Wednesday before.
 */
function isNextToIndependenceDay(date: string): boolean {
  const year = Number(date.slice(0, 4));
  if (date.endsWith('-07-05')) return year <= 2012 && weekdayOf(date) === 5;
  if (!date.endsWith('-07-03')) return false;
  const weekday = weekdayOf(date);
  return weekday === 3 ? year >= 2013 : weekday <= 4;
}

/** Monday to Thursday only: 24 December on a Friday is the observed Christmas holiday. */
function isChristmasEve(date: string): boolean {
  return date.endsWith('-12-24') && weekdayOf(date) <= 4;
}
