import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import { sendDeadline, sessionDueNow, startOfMorning } from '../../../src/domain/session/due.ts';
import { instantOf } from '../../../src/domain/session/marketTime.ts';

const NEW_YORK = 'America/New_York';
const NYSE = createCalendar('nyse');

describe('the session due', () => {
  it.each([
    ['Monday 05:00', '2026-03-02', '05:00', '2026-03-02', '2026-02-27'],
    ['Monday just after midnight', '2026-03-02', '00:00', '2026-03-02', '2026-02-27'],
    ['Saturday', '2026-03-07', '11:00', '2026-03-09', '2026-03-06'],
    ['Friday 20:00', '2026-03-06', '20:00', '2026-03-09', '2026-03-06'],
    ['Friday a minute before the close', '2026-03-06', '15:59', '2026-03-06', '2026-03-05'],
    ['Friday at the close', '2026-03-06', '16:00', '2026-03-09', '2026-03-06'],
    ['Thanksgiving at 05:00', '2026-11-26', '05:00', '2026-11-27', '2026-11-25'],
    ['the Friday after Thanksgiving at 05:00', '2026-11-27', '05:00', '2026-11-27', '2026-11-25'],
    [
      'the Friday after Thanksgiving before the early close',
      '2026-11-27',
      '12:59',
      '2026-11-27',
      '2026-11-25',
    ],
    ['the Friday after Thanksgiving at the early close', '2026-11-27', '13:00', '2026-11-30', '2026-11-27'],
    ['Sunday of the spring change, 05:00', '2026-03-08', '05:00', '2026-03-09', '2026-03-06'],
    ['Monday after the spring change, 05:00', '2026-03-09', '05:00', '2026-03-09', '2026-03-06'],
    ['Sunday of the autumn change, 05:00', '2026-11-01', '05:00', '2026-11-02', '2026-10-30'],
    ['Monday after the autumn change, 05:00', '2026-11-02', '05:00', '2026-11-02', '2026-10-30'],
    ["New Year's Day", '2027-01-01', '05:00', '2027-01-04', '2026-12-31'],
    ['Christmas and its weekend', '2026-12-25', '05:00', '2026-12-28', '2026-12-24'],
  ])('is right on %s', (_, date, time, session, through) => {
    const due = sessionDueNow(instantOf(date, time, NEW_YORK), NYSE, NEW_YORK);
    expect({ due, through: NYSE.previousSession(due) }).toEqual({ due: session, through });
  });

  it.each([
    ['weekdays' as const, '2026-12-25', '05:00', '2026-12-25', '2026-12-24'],
    ['everyday' as const, '2026-03-07', '23:59', '2026-03-07', '2026-03-06'],
  ])('is right on the %s calendar on %s at %s', (name, date, time, session, through) => {
    const calendar = createCalendar(name);
    const due = sessionDueNow(instantOf(date, time, NEW_YORK), calendar, NEW_YORK);
    expect({ due, through: calendar.previousSession(due) }).toEqual({ due: session, through });
  });

  it('depends on the date in New York, not in London or India', () => {
    // 20:30 on Sunday in New York is already Monday in London and India.
    expect(sessionDueNow(new Date('2026-03-09T00:30:00Z'), NYSE, NEW_YORK)).toBe('2026-03-09');
    expect(sessionDueNow(new Date('2026-03-10T00:30:00Z'), NYSE, NEW_YORK)).toBe('2026-03-10');
    // At 23:30 on Monday in New York the close has passed, and Tuesday has not begun.
    expect(sessionDueNow(new Date('2026-03-10T03:30:00Z'), NYSE, NEW_YORK)).toBe('2026-03-10');
  });
});

describe('the morning of a session', () => {
  it.each([
    [
      'the Friday before the spring change',
      '2026-03-06',
      '2026-03-06T10:00:00.000Z',
      '2026-03-06T14:25:00.000Z',
    ],
    [
      'the Monday after the spring change',
      '2026-03-09',
      '2026-03-09T09:00:00.000Z',
      '2026-03-09T13:25:00.000Z',
    ],
    [
      'the Friday before the autumn change',
      '2026-10-30',
      '2026-10-30T09:00:00.000Z',
      '2026-10-30T13:25:00.000Z',
    ],
    [
      'the Monday after the autumn change',
      '2026-11-02',
      '2026-11-02T10:00:00.000Z',
      '2026-11-02T14:25:00.000Z',
    ],
  ])('starts and ends at the right instants on %s', (_, session, start, deadline) => {
    expect([
      startOfMorning(session, '05:00', NEW_YORK).toISOString(),
      sendDeadline(session, '09:25', NEW_YORK).toISOString(),
    ]).toEqual([start, deadline]);
  });
});
