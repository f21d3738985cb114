import { expect, it } from 'vitest';
import { deskPnl, deskPnlFrom } from '../../../src/domain/report/deskPnl.ts';

const day = (sessionDate: string, netPnl: number) => ({ sessionDate, netPnl });

it.each([
  // The week of Monday 26 October 2026 spans two months; Sunday 25 belongs to the week before.
  { through: '2026-10-30', from: '2026-10-01', expected: { yesterday: -100, week: -95, monthToDate: -88 } },
  { through: '2026-11-02', from: '2026-11-01', expected: { yesterday: 40, week: 40, monthToDate: 43 } },
  { through: '2026-10-26', from: '2026-10-01', expected: { yesterday: 5, week: 5, monthToDate: 12 } },
])('through $through it counts from Monday and from the first', ({ through, from, expected }) => {
  const days = [
    day('2026-09-30', 1000),
    day('2026-10-25', 7),
    day('2026-10-26', 5),
    day('2026-10-30', -60),
    day('2026-10-30', -40),
    day('2026-11-01', 3),
    day('2026-11-02', 40),
    day('2026-11-03', 9999),
  ];
  expect(deskPnlFrom(through)).toBe(from);
  expect(deskPnl(days, through)).toEqual(expected);
});

it('reads back to the Monday of a week that began in the month before', () => {
  expect(deskPnlFrom('2026-12-01')).toBe('2026-11-30');
});
