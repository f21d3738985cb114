import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import { addDays } from '../../../src/domain/session/isoDate.ts';
import { nyseCloseSecond, nyseClosures } from '../../../src/domain/session/nyse.ts';
import { plainScheduledHolidays } from './plainNyse.ts';
import { PUBLISHED_YEARS } from './publishedYears.ts';

const NYSE = createCalendar('nyse');
const WEEKEND = new Set(['Saturday', 'Sunday']);

function datesOf(year: number): readonly string[] {
  const dates: string[] = [];
  for (let date = `${year}-01-01`; date.startsWith(`${year}`); date = addDays(date, 1)) dates.push(date);
  return dates;
}

function weekdayClosures(year: number): readonly string[] {
  return datesOf(year).filter((date) => !NYSE.isSession(date) && !WEEKEND.has(NYSE.closure(date) ?? ''));
}

function monthDays(dates: readonly string[]): string {
  return dates.map((date) => date.slice(5)).join(' ');
}

describe('the exchange calendar', () => {
  it.each(PUBLISHED_YEARS)(
    'closes on the weekdays the exchange published for $year',
    ({ year, closures }) => {
      expect(monthDays(weekdayClosures(year))).toBe(closures);
    },
  );

  it.each(PUBLISHED_YEARS)(
    'closes at 13:00 on the days the exchange published for $year',
    ({ year, earlyCloses }) => {
      const closes = datesOf(year)
        .filter((date) => NYSE.isSession(date))
        .map((date) => ({ date, second: NYSE.closeSecond(date) }));
      expect(monthDays(closes.filter(({ second }) => second === 46_800).map(({ date }) => date))).toBe(
        earlyCloses,
      );
      expect(new Set(closes.map(({ second }) => second))).toEqual(new Set([46_800, 57_600]));
    },
  );

  it('follows NYSE rule 7.2 in every year from 2010 to 2040', () => {
    const unscheduled = new Set(['2012-10-29', '2012-10-30', '2018-12-05', '2025-01-09']);
    for (let year = 2010; year <= 2040; year += 1) {
      const scheduled = [...nyseClosures(year).keys()].filter((date) => !unscheduled.has(date)).sort();
      expect(scheduled).toEqual(plainScheduledHolidays(year));
    }
  });

  it.each([
    ['2001-09-11', 'attack on the World Trade Center'],
    ['2001-09-14', 'attack on the World Trade Center'],
    ['2004-06-11', 'day of mourning for President Reagan'],
    ['2007-01-02', 'day of mourning for President Ford'],
    ['2012-10-29', 'Hurricane Sandy'],
    ['2012-10-30', 'Hurricane Sandy'],
    ['2018-12-05', 'day of mourning for President George H. W. Bush'],
    ['2025-01-09', 'day of mourning for President Carter'],
    ['2026-04-03', 'Good Friday'],
    ['2024-01-01', "New Year's Day"],
    ['2023-01-02', "New Year's Day (observed)"],
    ['2026-07-03', 'Independence Day (observed)'],
    ['2027-06-18', 'Juneteenth National Independence Day (observed)'],
    ['2026-03-07', 'Saturday'],
    ['2026-03-08', 'Sunday'],
    ['2026-03-09', null],
  ])('on %s returns the reason of the closure: %s', (date, reason) => {
    expect(NYSE.closure(date)).toBe(reason);
  });

  it.each([
    ['2010-12-31', "New Year's Day 2011 is a Saturday"],
    ['2021-12-31', "New Year's Day 2022 is a Saturday"],
    ['2021-06-18', 'Juneteenth was not a holiday yet'],
    ['2001-09-10', 'the day before the attack'],
    ['2001-09-17', 'the reopening'],
    ['2012-10-31', 'the reopening after Sandy'],
    ['2024-10-14', 'Columbus Day is not a holiday of the exchange'],
    ['2024-11-11', 'Veterans Day is not a holiday of the exchange'],
    ['2025-12-26', 'the exchange opened although federal offices did not'],
    ['2024-02-29', 'a leap day'],
  ])('is open on %s: %s', (date) => {
    expect(NYSE.isSession(date)).toBe(true);
  });

  it.each([
    ['2002-07-05', 46_800, 'until 2012 the Friday after a Thursday holiday closed early'],
    ['2002-07-03', 57_600, 'until 2012 the Wednesday before a Thursday holiday was a full session'],
    ['2013-07-03', 46_800, 'since 2013 the Wednesday before a Thursday holiday closes early'],
    ['2019-07-05', 57_600, 'since 2013 the Friday after a Thursday holiday is a full session'],
    ['2020-07-02', 57_600, 'the day before an observed holiday is a full session'],
    ['2016-07-01', 57_600, 'the Friday before a Monday holiday is a full session'],
    ['2003-12-26', 46_800, 'an unscheduled early close'],
    ['2005-06-01', 57_360, 'systems failed at 15:56'],
    ['2014-12-26', 57_600, 'the Friday after Christmas is a full session'],
    ['2026-12-31', 57_600, "New Year's Eve is a full session"],
  ])('closes %s at second %i: %s', (date, second) => {
    expect(nyseCloseSecond(date)).toBe(second);
    expect(NYSE.closeSecond(date)).toBe(second);
  });
});
