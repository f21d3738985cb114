import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { instantOf, marketDate, marketSecondOfDay } from '../../../src/domain/session/marketTime.ts';

const NEW_YORK = 'America/New_York';
const HOST_ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata'];
const hostZone = process.env['TZ'];

/** The Sundays of both clock changes in New York. */
const CLOCK_CHANGES = [
  { year: 2024, spring: '2024-03-10', autumn: '2024-11-03' },
  { year: 2025, spring: '2025-03-09', autumn: '2025-11-02' },
  { year: 2026, spring: '2026-03-08', autumn: '2026-11-01' },
  { year: 2027, spring: '2027-03-14', autumn: '2027-11-07' },
];

afterEach(() => {
  if (hostZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = hostZone;
});

function utc(sessionDate: string, time: string, zone = NEW_YORK): string {
  return instantOf(sessionDate, time, zone).toISOString();
}

describe.each(HOST_ZONES)('on a host in the time zone %s', (zone) => {
  it.each(CLOCK_CHANGES)(
    '05:00 New York is right on both clock-change Sundays of $year and around them',
    (change) => {
      process.env['TZ'] = zone;
      expect(new Date(0).getTimezoneOffset()).toBe(
        { UTC: 0, 'Europe/Berlin': -60, 'Asia/Kolkata': -330 }[zone],
      );
      expect(utc(change.spring, '00:30')).toBe(`${change.spring}T05:30:00.000Z`);
      expect(utc(change.spring, '05:00')).toBe(`${change.spring}T09:00:00.000Z`);
      expect(utc(change.autumn, '00:30')).toBe(`${change.autumn}T04:30:00.000Z`);
      expect(utc(change.autumn, '05:00')).toBe(`${change.autumn}T10:00:00.000Z`);
    },
  );

  it.each(CLOCK_CHANGES)(
    'a time skipped in spring $year gives the first instant after the gap',
    ({ spring }) => {
      process.env['TZ'] = zone;
      expect(
        ['01:59', '02:00', '02:30', '02:59', '03:00', '03:01'].map((time) => utc(spring, time).slice(11)),
      ).toEqual([
        '06:59:00.000Z',
        '07:00:00.000Z',
        '07:00:00.000Z',
        '07:00:00.000Z',
        '07:00:00.000Z',
        '07:01:00.000Z',
      ]);
    },
  );

  it.each(CLOCK_CHANGES)('a time repeated in autumn $year gives the first of the two', ({ autumn }) => {
    process.env['TZ'] = zone;
    expect(['00:59', '01:00', '01:30', '01:59', '02:00'].map((time) => utc(autumn, time).slice(11))).toEqual([
      '04:59:00.000Z',
      '05:00:00.000Z',
      '05:30:00.000Z',
      '05:59:00.000Z',
      '07:00:00.000Z',
    ]);
  });

  it.each([
    ['2026-03-09T03:59:59Z', '2026-03-08', 86_399],
    ['2026-03-09T04:00:00Z', '2026-03-09', 0],
    ['2026-03-08T06:59:59Z', '2026-03-08', 7_199],
    ['2026-03-08T07:00:00Z', '2026-03-08', 10_800],
    ['2026-11-01T05:30:00Z', '2026-11-01', 5_400],
    ['2026-11-01T06:30:00Z', '2026-11-01', 5_400],
    ['2026-07-01T13:30:00.999Z', '2026-07-01', 34_200],
    ['2024-03-01T04:59:59Z', '2024-02-29', 86_399],
    ['2027-01-01T04:59:59Z', '2026-12-31', 86_399],
  ])('the instant %s is %s in New York, second %i', (instant, date, second) => {
    process.env['TZ'] = zone;
    expect([marketDate(new Date(instant), NEW_YORK), marketSecondOfDay(new Date(instant), NEW_YORK)]).toEqual(
      [date, second],
    );
  });
});

describe('the instant of a wall-clock time in another market', () => {
  it.each([
    ['a gap of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['a skipped day', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['a gap at midnight', '2018-11-04', '00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['no clock change', '2026-03-29', '02:30', 'UTC', '2026-03-29T02:30:00.000Z'],
  ])('is right with %s', (_, date, time, zone, instant) => {
    expect(utc(date, time, zone)).toBe(instant);
  });
});

describe('an instant and its wall-clock time', () => {
  it('convert into each other at every minute that exists', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2032, 0, 1) / 60_000 }),
        fc.constantFrom(NEW_YORK, 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata'),
        (minute, zone) => {
          const instant = new Date(minute * 60_000);
          const [date, second] = [marketDate(instant, zone), marketSecondOfDay(instant, zone)];
          const time = new Date(second * 1000).toISOString().slice(11, 16);
          const back = instantOf(date, time, zone);
          // In a repeated hour the conversion back gives the first of the two instants.
          expect(back.getTime()).toBeLessThanOrEqual(instant.getTime());
          expect([marketDate(back, zone), marketSecondOfDay(back, zone)]).toEqual([date, second]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an invalid argument of the market time', () => {
  it.each([
    ['an unknown zone', () => marketDate(new Date(0), 'America/Gotham'), 'found "America/Gotham"'],
    ['an empty zone', () => instantOf('2026-03-09', '05:00', ''), 'time zone · found ""'],
    ['an invalid Date', () => marketSecondOfDay(new Date(Number.NaN), NEW_YORK), 'found an invalid Date'],
    [
      'a time without two digits',
      () => instantOf('2026-03-09', '5:00', NEW_YORK),
      'time of day · found "5:00"',
    ],
    ['24:00', () => instantOf('2026-03-09', '24:00', NEW_YORK), 'time of day · found "24:00"'],
    [
      'a date that does not exist',
      () => instantOf('2026-02-30', '05:00', NEW_YORK),
      'session date · found "2026-02-30"',
    ],
  ])('such as %s is refused', (_, convert, message) => {
    expect(convert).toThrow(message);
  });
});
