import { describe, expect, it } from 'vitest';
import type { MorningReport } from '../../../src/domain/report/report.ts';
import { deskLine, yesterdayViews } from '../../../src/domain/report/yesterdayView.ts';
import { tenthMorning } from '../../support/limitMornings.ts';
import { report } from '../../support/report.ts';

const words = (morning: MorningReport) =>
  Object.fromEntries(yesterdayViews(morning).map(({ label, text }) => [label, text]));
const withYesterday = (parts: Partial<NonNullable<MorningReport['yesterday']>>) => {
  const { yesterday } = tenthMorning();
  if (yesterday === undefined) throw new Error('the tenth morning has a yesterday');
  return words(tenthMorning({ yesterday: { ...yesterday, ...parts } }));
};

describe('yesterday', () => {
  it('is the desk, what became of the cuts, and what overrides made of them', () => {
    expect(words(tenthMorning())).toEqual({
      Desk: '−$4,211 on Mon 5 Oct after $812 of fees, week −$4,211, month to date +$12,950. 8 of 11 active traders lost; 48,213 fills',
      'Cuts in force': '5: 1 stopped, 1 reached without effect, 2 not reached.',
      Stopped: 'NET005 11:42 at −$3,000, if the limit was set (the rest of such days cost $640 on average)',
      'Used over 80%': 'NET008 86%',
      'Cuts, estimated':
        'saved about $640 (90% interval −$420 to +$1,510, above 0 saved); not known for 1 stopped day.',
      Overrides: "NET007 (by risk-1): cost $300 against Daybreak's own limit",
      'Overrides ended': 'NET007: the override of Wed 30 Sep ($9,000) ended on Mon 5 Oct',
    });
  });

  it('of an older report is the desk alone', () => {
    expect(words(report())).toEqual({
      Desk: '−$4,211 on Mon 5 Oct after $812 of fees. 8 of 11 active traders lost; 48,213 fills',
    });
    expect(deskLine(report())).toBe('');
  });

  it.each([
    [{ cuts: 0, stopped: [], ignored: [], notReached: 0 }, 'None.'],
    [{ cuts: 2, stopped: [], ignored: [], notReached: 2 }, '2 not reached.'],
    [{ cuts: 3, stopped: [], ignored: [], notReached: 2 }, '3: 2 not reached.'],
  ])('counts the cuts in force: %o', (parts, text) => {
    expect(withYesterday(parts)['Cuts in force']).toBe(text);
  });

  it.each([
    [{ saved: 0, cost: 250, interval: null, notKnown: 0 }, 'Cuts, estimated', 'cost about $250.'],
    [
      { saved: 640, cost: 250, interval: null, notKnown: 0 },
      'Cuts, estimated',
      'saved about $640, cost about $250.',
    ],
    [{ saved: null, cost: null, notKnown: 2 }, 'Saved or cost', 'not known for 2 stopped days.'],
    [{ saved: 0, cost: 0, notKnown: 0 }, 'Cuts, estimated', undefined],
  ])('estimates what the cuts saved and cost: %o', (parts, label, text) => {
    expect(withYesterday(parts)[label]).toBe(text);
  });

  it('says that an override had no effect, or that its effect is not known', () => {
    const overrides = [0.2, null, 410].map((dollars, index) => ({ trader: `T${index}`, by: 'ann', dollars }));
    expect(withYesterday({ overrides })['Overrides']).toBe(
      "T0 (by ann): no effect · T1 (by ann): not known · T2 (by ann): saved $410 against Daybreak's own limit",
    );
  });

  it('names at most eight', () => {
    const nearLimit = Array.from({ length: 10 }, (_, index) => ({
      trader: `T${index}`,
      usedPct: 95.5 - index,
    }));
    expect(withYesterday({ nearLimit })['Used over 80%']).toMatch(/^T0 96% · .*T7 89% · and 2 more$/);
  });

  it('is one line in the head of the mail', () => {
    expect(deskLine(tenthMorning())).toBe('Mon −$4,211 · week −$4,211 · month +$12,950');
  });
});
