/**
 * The scheduled holidays of a year from NYSE rule 7.2, YYYY-MM-DD, ascending. It shares no code with the
 * product, so that tests can compare the two.
 */
export function plainScheduledHolidays(year: number): readonly string[] {
  const moved = [observed(year, 6, 19), observed(year, 7, 4), observed(year, 12, 25)];
  const fixed = year >= 2022 ? moved : moved.slice(1);
  const newYear = new Date(Date.UTC(year, 0, 1));
  const newYearDays = newYear.getUTCDay() === 6 ? [] : [iso(year, 1, newYear.getUTCDay() === 0 ? 2 : 1)];
  return [
    ...newYearDays,
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    goodFriday(year),
    lastMondayOfMay(year),
    ...fixed,
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 11, 4, 4),
  ].sort();
}

function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** A holiday on a Saturday moves to the Friday before, on a Sunday to the Monday after. */
function observed(year: number, month: number, day: number): string {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const shift = weekday === 6 ? -1 : weekday === 0 ? 1 : 0;
  return iso(year, month, day + shift);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): string {
  let day = 1;
  while (new Date(Date.UTC(year, month - 1, day)).getUTCDay() !== weekday) day += 1;
  return iso(year, month, day + 7 * (nth - 1));
}

function lastMondayOfMay(year: number): string {
  let day = 31;
  while (new Date(Date.UTC(year, 4, day)).getUTCDay() !== 1) day -= 1;
  return iso(year, 5, day);
}

/**
 * Two days before Easter, the first Sunday after the ecclesiastical full moon (Carter's rule, valid 1900 to
 * 2099).
 */
function goodFriday(year: number): string {
  let fullMoonInMarch = 225 - 11 * (year % 19);
  while (fullMoonInMarch > 50) fullMoonInMarch -= 30;
  if (fullMoonInMarch > 48) fullMoonInMarch -= 1;
  let easter = fullMoonInMarch + 1;
  while (new Date(Date.UTC(year, 2, easter)).getUTCDay() !== 0) easter += 1;
  return iso(year, 3, easter - 2);
}
