import { describe, expect, it } from 'vitest';
import { deskLongCutWords, longCuts } from '../../../src/domain/report/longCuts.ts';
import { reportView } from '../../../src/domain/report/reportView.ts';
import { cut, report } from '../../support/report.ts';

const line = {
  limitInForce: 3000,
  inForceSource: 'assumed',
  inForceSince: '2026-11-16',
  target: 3000,
  change: 'stay',
  recommendedLimit: 3000,
  override: null,
} as const;
const cutFor = (trader: string, cutDay: number | null) => cut(trader, 40, { limit: { ...line, cutDay } });
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

describe('a desk of which most traders have been cut for 20 sessions or more', () => {
  const sentence = '3 of 5 traders have been cut for 20 sessions or more: review the base limits.';
  const desk = (cutDays: readonly (number | null)[], session = '2026-11-30') => {
    const all = cutDays.map((cutDay, place) => cutFor(`T${place}`, cutDay));
    return { decisions: all, longCuts: longCuts(all, session, ['2026-11-30']) };
  };

  it.each([
    { cutDays: [20, 21, 235, null, 19], expected: sentence },
    { cutDays: [20, 21, 19, null, 19], expected: null },
    { cutDays: [20, 21, null, null], expected: null },
    { cutDays: [20, 21], expected: null },
    { cutDays: [], expected: null },
  ])('is asked to review its base limits after $cutDays sessions: $expected', ({ cutDays, expected }) => {
    expect(deskLongCutWords(desk(cutDays))).toBe(expected);
  });

  it('is asked in the first lines of the mail, once a week', () => {
    const lead = (session: string) =>
      reportView(report({ sessionDate: session, ...desk([20, 21, 235, null, 19], session) })).lead;
    expect(lead('2026-11-30')).toContain(sentence);
    expect(lead('2026-12-01')).not.toContain('review the base limits');
  });

  it('is not named in a report that was stored before the list of long cuts existed', () => {
    expect(deskLongCutWords({ decisions })).toBeNull();
  });
});
