import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarName, createCalendar } from '../../../src/domain/session/calendar.ts';
import { addDays } from '../../../src/domain/session/isoDate.ts';
import { parseCalendarOverrides } from '../../../src/domain/session/overrides.ts';

const NAMES: readonly CalendarName[] = ['nyse', 'weekdays', 'everyday'];
const NYSE = createCalendar('nyse');
const anyDate = fc.integer({ min: 0, max: 365 * 40 }).map((days) => addDays('2000-01-03', days));

describe('the sessions before and after', () => {
  it.each([
    ['Monday', '2026-03-09', '2026-03-06', '2026-03-10'],
    ['Saturday', '2026-03-07', '2026-03-06', '2026-03-09'],
    ['Sunday', '2026-03-08', '2026-03-06', '2026-03-09'],
    ['Friday', '2026-03-06', '2026-03-05', '2026-03-09'],
    ['Friday after Thanksgiving', '2026-11-27', '2026-11-25', '2026-11-30'],
    ['day of Thanksgiving', '2026-11-26', '2026-11-25', '2026-11-27'],
    ['Friday of Christmas, before a weekend', '2026-12-25', '2026-12-24', '2026-12-28'],
    ['Monday after Christmas weekend', '2026-12-28', '2026-12-24', '2026-12-29'],
    ['Monday on which Christmas is observed', '2022-12-26', '2022-12-23', '2022-12-27'],
    ['Saturday after Good Friday', '2026-04-04', '2026-04-02', '2026-04-06'],
    ['last session of a year', '2026-12-31', '2026-12-30', '2027-01-04'],
    ['first session of a year', '2027-01-04', '2026-12-31', '2027-01-05'],
    ['leap day', '2024-02-29', '2024-02-28', '2024-03-01'],
    ['day after the leap day', '2024-03-01', '2024-02-29', '2024-03-04'],
    ['first of March of a common year', '2023-03-01', '2023-02-28', '2023-03-02'],
    ['third day of the closure in September 2001', '2001-09-13', '2001-09-10', '2001-09-17'],
  ])('around a date that is the %s are right', (_, date, previous, next) => {
    expect([NYSE.previousSession(date), NYSE.nextSession(date)]).toEqual([previous, next]);
  });

  it.each([
    ['weekdays' as const, '2026-12-28', '2026-12-25', '2026-12-29'],
    ['everyday' as const, '2026-12-28', '2026-12-27', '2026-12-29'],
    ['everyday' as const, '2026-01-01', '2025-12-31', '2026-01-02'],
  ])('on the %s calendar around %s are %s and %s', (name, date, previous, next) => {
    const calendar = createCalendar(name);
    expect([calendar.previousSession(date), calendar.nextSession(date)]).toEqual([previous, next]);
  });

  it.each(NAMES)("are each other's inverse on every session of the %s calendar", (name) => {
    const calendar = createCalendar(name);
    fc.assert(
      fc.property(anyDate, (date) => {
        const session = calendar.nextSession(date);
        expect(calendar.isSession(session)).toBe(true);
        expect(calendar.nextSession(calendar.previousSession(session))).toBe(session);
        expect(calendar.previousSession(calendar.nextSession(session))).toBe(session);
      }),
    );
  });

  it('are the same on the hundred-thousandth call as on the first', () => {
    const dates = Array.from({ length: 1000 }, (_, index) => addDays('2024-01-01', index));
    const first = dates.map((date) => NYSE.previousSession(date));
    for (let round = 0; round < 100; round += 1) {
      expect(dates.map((date) => NYSE.previousSession(date))).toEqual(first);
    }
  });
});

describe('the sessions of a range', () => {
  it.each([
    [
      'a week with Thanksgiving',
      '2026-11-23',
      '2026-11-29',
      ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27'],
    ],
    ['one session', '2026-03-09', '2026-03-09', ['2026-03-09']],
    ['one closed day', '2026-03-08', '2026-03-08', []],
    ['a range whose end is before its beginning', '2026-03-10', '2026-03-09', []],
    ['a year end', '2026-12-31', '2027-01-04', ['2026-12-31', '2027-01-04']],
  ])('are right for %s', (_, from, to, sessions) => {
    expect(NYSE.sessionsBetween(from, to)).toEqual(sessions);
  });

  it.each(NAMES)('are all dates that are sessions, and no other, on the %s calendar', (name) => {
    const calendar = createCalendar(name);
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 400 }), (from, days) => {
        const dates = Array.from({ length: days + 1 }, (_, index) => addDays(from, index));
        expect(calendar.sessionsBetween(from, addDays(from, days))).toEqual(dates.filter(calendar.isSession));
      }),
      { numRuns: 30 },
    );
  });

  it('number 252 in 2024 and 250 in 2025', () => {
    const count = (year: number) => NYSE.sessionsBetween(`${year}-01-01`, `${year}-12-31`).length;
    expect([count(2024), count(2025)]).toEqual([252, 250]);
  });
});

describe('the close of a session', () => {
  it.each([
    ['nyse' as const, '2026-11-27', 46_800],
    ['nyse' as const, '2026-11-30', 57_600],
    ['weekdays' as const, '2026-11-27', 57_600],
    ['weekdays' as const, '2026-12-25', 57_600],
    ['everyday' as const, '2026-12-25', 86_400],
  ])('on the %s calendar on %s is second %i', (name, date, second) => {
    expect(createCalendar(name).closeSecond(date)).toBe(second);
  });

  it('is refused on a closed date, with the reason', () => {
    expect(() => NYSE.closeSecond('2026-12-25')).toThrow(
      'close of 2026-12-25 · found a closed market (Christmas Day) · expected a session',
    );
  });
});

describe('a date that does not exist', () => {
  it.each(['2026-02-30', '2025-02-29', '2026-13-01', '03/09/2026', '2026-3-9', '', '2026-03-09T00:00:00Z'])(
    'such as %j is refused by every method of the calendar',
    (date) => {
      const expected = `session date · found "${date}" · expected a real date as YYYY-MM-DD`;
      for (const calendar of NAMES.map((name) => createCalendar(name))) {
        expect(() => calendar.isSession(date)).toThrow(expected);
        expect(() => calendar.previousSession(date)).toThrow(expected);
        expect(() => calendar.nextSession(date)).toThrow(expected);
        expect(() => calendar.sessionsBetween('2026-03-09', date)).toThrow(expected);
        expect(() => calendar.sessionsBetween(date, '2026-03-09')).toThrow(expected);
        expect(() => calendar.closeSecond(date)).toThrow(expected);
        expect(() => calendar.closure(date)).toThrow(expected);
      }
    },
  );
});

describe('a calendar with overrides', () => {
  const overrides = parseCalendarOverrides(
    '2026-03-10 closed snow\n2026-03-11 early 14:00 drill\n2026-12-24 open full session\n2026-07-03 open\n2026-03-14 early 12:00 test',
    'calendar.txt',
  );
  const calendar = createCalendar('nyse', overrides);

  it('closes, shortens, lengthens and opens the dates in the overrides, and no other', () => {
    expect(calendar.closure('2026-03-10')).toBe('snow');
    expect(calendar.previousSession('2026-03-11')).toBe('2026-03-09');
    expect(calendar.closeSecond('2026-03-11')).toBe(50_400);
    expect(calendar.closeSecond('2026-12-24')).toBe(57_600);
    expect(calendar.closeSecond('2026-07-03')).toBe(57_600);
    expect(calendar.nextSession('2026-03-13')).toBe('2026-03-14');
    expect(calendar.closeSecond('2026-03-14')).toBe(43_200);
    expect(calendar.sessionsBetween('2026-04-01', '2026-06-30')).toEqual(
      NYSE.sessionsBetween('2026-04-01', '2026-06-30'),
    );
  });

  it('can close a date of the everyday calendar', () => {
    expect(createCalendar('everyday', overrides).sessionsBetween('2026-03-09', '2026-03-11')).toEqual([
      '2026-03-09',
      '2026-03-11',
    ]);
  });

  it.each([
    ['nyse' as const, '16:00'],
    ['weekdays' as const, '17:30'],
  ])('on the %s calendar refuses an early close at %s', (name, time) => {
    const late = parseCalendarOverrides(`2026-03-11 early ${time}`, 'calendar.txt');
    expect(() => createCalendar(name, late)).toThrow(
      /^calendar override for 2026-03-11 · found an early close/,
    );
    expect(createCalendar('everyday', late).closeSecond('2026-03-11')).toBeGreaterThanOrEqual(57_600);
  });
});
