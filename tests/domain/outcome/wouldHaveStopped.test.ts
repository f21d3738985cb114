import { expect, it } from 'vitest';
import { wouldHaveStopped } from '../../../src/domain/outcome/wouldHaveStopped.ts';

const low = (lowestPnl: number, wasStopped = false) => ({ sessionDate: '2026-03-02', lowestPnl, wasStopped });

it.each([
  {
    what: 'counts lows at or below the target',
    lows: [low(-500), low(-3000), low(-3200)],
    stopped: 2,
    sessions: 3,
  },
  {
    what: 'leaves out a stop above the target',
    lows: [low(-3200), low(-2050, true)],
    stopped: 1,
    sessions: 1,
  },
  { what: 'counts a stop that fell through the target', lows: [low(-3100, true)], stopped: 1, sessions: 1 },
  {
    what: 'counts the last 60',
    lows: [...Array(10).fill(low(-4000)), ...Array(60).fill(low(0))],
    stopped: 0,
    sessions: 60,
  },
  { what: 'has nothing to say of a trader without sessions', lows: [], stopped: 0, sessions: 0 },
])('$what', ({ lows, stopped, sessions }) => {
  expect(wouldHaveStopped(lows, 3000)).toEqual({ stopped, sessions });
});
