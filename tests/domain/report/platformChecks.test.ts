import { describe, expect, it } from 'vitest';
import { platformChecks } from '../../../src/domain/report/platformChecks.ts';
import type { Yesterday } from '../../../src/domain/report/report.ts';
import { cut, report, withLine } from '../../support/report.ts';

const quiet: Yesterday = {
  cuts: 0,
  stopped: [],
  ignored: [],
  notReached: 0,
  nearLimit: [],
  usedPct: {},
  saved: 0,
  cost: 0,
  interval: null,
  notKnown: 0,
  overrides: [],
};
const texts = (override: Parameters<typeof report>[0]) =>
  platformChecks(report(override)).map(({ trader, text }) => `${trader}: ${text}`);

// The report is of Tuesday 6 October 2026, with data through Monday.
describe('what to check on the platform', () => {
  it('is nothing on a quiet morning, nor in an older report', () => {
    expect([texts({}), texts({ yesterday: quiet })]).toEqual([[], []]);
  });

  it('is a limit that was reached while trading went on', () => {
    const ignored = [{ trader: 'NET004', secondOfDay: 11 * 3600 + 42 * 60 + 5, limit: 3000 }];
    expect(texts({ yesterday: { ...quiet, ignored } })).toEqual([
      'NET004: limit $3,000 was reached on Mon 5 Oct at 11:42 and trading went on: is it set?',
    ]);
  });

  it('is an amount that differs from the mail, with who said so', () => {
    const difference = { event: 1, trader: 'NET004', holds: 4000, asked: 3200, by: 'desk' };
    expect(
      texts({
        platformDiffers: [
          { ...difference, kind: 'readback', mailedFor: '2026-10-01' },
          { ...difference, kind: 'different', mailedFor: '2026-09-24', trader: 'NET005' },
          { ...difference, kind: 'set', mailedFor: '2026-10-05', trader: 'NET006' },
        ],
      }),
    ).toEqual([
      'NET004: the platform holds $4,000, the mail of Thu asked for $3,200 (read back by desk)',
      'NET005: the platform holds $4,000, the mail of Thu 24 Sep asked for $3,200 (answered by desk)',
      'NET006: the platform holds $4,000, the mail of Mon asked for $3,200 (stated by desk)',
    ]);
  });

  it('is a trader whose assumed limits count as not applied, several in one line', () => {
    expect(texts({ yesterday: { ...quiet, assumedNotApplied: ['NET004'] } })).toEqual([
      'NET004: traded on past more limits than it stopped at in the last 60 sessions: its assumed limits count as not applied',
    ]);
    expect(
      texts({ yesterday: { ...quiet, assumedNotApplied: ['NET001', 'NET002', 'NET003', 'NET004'] } }),
    ).toEqual([
      '4 traders: traded on past more limits than they stopped at in the last 60 sessions, so their assumed limits count as not applied: NET001, NET002, NET003, 1 more',
    ]);
  });

  it('is cuts that were never confirmed, in one line', () => {
    const assumed = { inForceSource: 'assumed', inForceSince: '2026-10-01' } as const;
    const decisions = ['A', 'B', 'C', 'D'].map((trader) => withLine(cut(trader, 40), assumed));
    const confirmed = withLine(cut('E', 40), { inForceSource: 'answered', inForceSince: '2026-10-01' });
    expect(texts({ decisions: [...decisions, confirmed] })).toEqual([
      '4 cuts: assumed from the mail, never confirmed: A, B, C, 1 more',
    ]);
    expect(texts({ decisions: [confirmed] })).toEqual([]);
  });
});
