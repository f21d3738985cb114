import { describe, expect, it } from 'vitest';
import { changeReason } from '../../../src/domain/report/changeReasons.ts';
import {
  type CutSwitch,
  cutSwitchOf,
  switchClause,
  switchSentence,
} from '../../../src/domain/report/cutSwitch.ts';
import { decidedBy } from '../../../src/domain/report/engineWords.ts';
import { headline, preheader, subjectLine } from '../../../src/domain/report/headline.ts';
import { reportView } from '../../../src/domain/report/reportView.ts';
import { limitLine } from '../../support/limits.ts';
import { decision, report, withLine } from '../../support/report.ts';

const WHY =
  'over the last 250 sessions the cuts would have cost $12,300, with 80% confidence at least $2,100. The worst 5% of trader-days would have been only 0.4% milder';
const FIRST: CutSwitch = { state: 'off', isNew: true, why: WHY };
const LATER: CutSwitch = { ...FIRST, isNew: false };
const BACK: CutSwitch = { state: 'on', isNew: true, why: null };
const passedOver = [
  { engine: 'ridge', why: 'no record' },
  { engine: 'rules', why: 'cuts are switched off' },
] as const;
const backUp = withLine(decision({ trader: 'NET001', baseLimit: 5000, passedOver }), {
  limitInForce: 3000,
  inForceSource: 'answered',
  inForceSince: '2026-10-01',
  inForceBaseLimit: 5000,
  change: 'raise',
  target: 5000,
});
const others = [decision({ trader: 'A', passedOver }), decision({ trader: 'B', passedOver })];
const morning = (cutSwitch: CutSwitch, decisions = [backUp, ...others]) =>
  report({ engine: cutSwitch.state === 'off' ? 'no-cut' : 'rules', cutSwitch, decisions });

describe('the state of the cuts against the mail before', () => {
  it.each<[string, string | null, boolean | null, CutSwitch | null]>([
    ['on as before', null, false, null],
    ['on, on the first morning of all', null, null, null],
    ['off for the first time', WHY, false, FIRST],
    ['off on the first morning of all', WHY, null, FIRST],
    ['off as before', WHY, true, LATER],
    ['on again', null, true, BACK],
  ])('%s', (_, whyOff, wasOff, expected) => {
    expect(cutSwitchOf(whyOff, wasOff)).toEqual(expected);
  });
});

describe('the mail of a morning without cuts', () => {
  it('says so in the subject on the first morning only, and on the first one after', () => {
    expect(subjectLine(morning(FIRST))).toBe(
      '[Risk] Tue 6 Oct: change 1 of 3 limits (1 back up), cuts switched off',
    );
    expect(subjectLine(morning(LATER, others))).toBe('[Risk] Tue 6 Oct: no changes, no cuts');
    expect(subjectLine(morning(BACK, others))).toBe('[Risk] Tue 6 Oct: no changes, no cuts, cuts on again');
    expect(switchClause({})).toBe('');
  });

  it('says it in the first lines on every such morning, and why on the first', () => {
    expect(reportView(morning(FIRST)).lead).toBe(
      'Cuts are switched off. Over the last 250 sessions the cuts would have cost $12,300, with 80% confidence at least $2,100. 1 back up.',
    );
    expect(reportView(morning(LATER, others)).lead).toBe('Cuts are switched off. Nothing to key in.');
    expect(reportView(morning(BACK, others)).lead).toBe('Cuts are on again. Nothing to key in.');
    expect(switchSentence({})).toBe('');
    expect(headline(morning(FIRST))).toBe('Change 1 of 3 limits');
    expect(preheader(morning(LATER, others))).toContain('No limit is cut: cuts are switched off.');
  });

  it('says why with the numbers under what it rests on', () => {
    const { evidence } = reportView(morning(LATER, others));
    expect(evidence.find(({ label }) => label === 'Engine')?.text).toBe(
      `No limit is cut: cuts are switched off. O${WHY.slice(1)}.`,
    );
    // A report of which the reason is not known still says what decided.
    expect(decidedBy({ engine: 'no-cut' })).toBe('No limit is cut: cuts are switched off.');
  });

  it('says of a limit that goes back up which cut ended, and why', () => {
    expect(changeReason(backUp, undefined)).toBe('The cut of Thu 1 Oct has ended: cuts are switched off');
    const withCuts = decision({ trader: 'NET001', baseLimit: 5000, limit: backUp.limit ?? limitLine({}) });
    expect(changeReason(withCuts, undefined)).toBe('The cut of Thu 1 Oct has ended');
  });
});
