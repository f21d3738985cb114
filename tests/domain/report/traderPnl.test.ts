import { expect, it } from 'vitest';
import { traderPnl } from '../../../src/domain/report/traderPnl.ts';

const steady = ['2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-11-02', '2026-11-03'].map(
  (sessionDate) => ({ sessionDate, netPnl: 1 }),
);

it('sums yesterday, five sessions of the desk and the month, through the session of the report', () => {
  const days = [
    { sessionDate: '2026-10-27', netPnl: 1000 },
    { sessionDate: '2026-10-28', netPnl: -300 },
    { sessionDate: '2026-11-02', netPnl: 40 },
    { sessionDate: '2026-11-03', netPnl: -15 },
  ];
  const later = { sessionDate: '2026-11-04', netPnl: 9999 };
  const desk = [
    { trader: 'A', days: [...days, later] },
    { trader: 'B', days: steady },
  ];
  expect(traderPnl(desk, '2026-11-03')).toEqual([
    { trader: 'A', yesterday: -15, fiveSessions: -275, monthToDate: 25 },
    { trader: 'B', yesterday: 1, fiveSessions: 5, monthToDate: 2 },
  ]);
});

it('a trader who did not trade yesterday has no figure for it, and 0 for a month without a trade', () => {
  const days = [{ sessionDate: '2026-10-30', netPnl: -8 }];
  const desk = [
    { trader: 'A', days },
    { trader: 'B', days: steady },
  ];
  expect(traderPnl(desk, '2026-11-03')[0]).toEqual({
    trader: 'A',
    yesterday: null,
    fiveSessions: -8,
    monthToDate: 0,
  });
});
