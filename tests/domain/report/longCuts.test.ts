import { expect, it } from 'vitest';
import { longCuts } from '../../../src/domain/report/longCuts.ts';
import { decision } from '../../support/report.ts';

const line = {
  limitInForce: 3000,
  inForceSource: 'assumed',
  inForceSince: '2026-11-16',
  target: 3000,
  change: 'stay',
  recommendedLimit: 3000,
  override: null,
} as const;
const cutFor = (trader: string, cutDay: number | null) => decision({ trader, limit: { ...line, cutDay } });
const decisions = [cutFor('A', 10), cutFor('B', 9), cutFor('C', 25), cutFor('D', null)];
const named = [
  { trader: 'C', sessions: 25 },
  { trader: 'A', sessions: 10 },
];

it.each([
  { what: 'on Monday', session: '2026-11-30', earlier: ['2026-11-25', '2026-11-27'], expected: named },
  { what: 'not on Tuesday', session: '2026-12-01', earlier: ['2026-11-27', '2026-11-30'], expected: [] },
  {
    what: 'on Tuesday after a failed Monday',
    session: '2026-12-01',
    earlier: ['2026-11-27'],
    expected: named,
  },
  { what: 'on Tuesday after a holiday', session: '2026-09-08', earlier: ['2026-09-04'], expected: named },
])('traders cut for ten sessions or more are named $what', ({ session, earlier, expected }) => {
  expect(longCuts(decisions, session, earlier)).toEqual(expected);
});
