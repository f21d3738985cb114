import { describe, expect, it } from 'vitest';
import {
  correctionStateWords,
  morningStateWords,
  openChangesWords,
  type SentMail,
} from '../../../../src/domain/report/screens/morningLine.ts';

const times = {
  sessionDate: '2026-03-03',
  begins: new Date('2026-03-03T10:00:00Z'),
  lateAt: new Date('2026-03-03T13:30:00Z'),
  remindAt: new Date('2026-03-03T14:10:00Z'),
  deadline: new Date('2026-03-03T14:25:00Z'),
  close: new Date('2026-03-03T21:00:00Z'),
};

const mail = (override: Partial<SentMail> = {}): SentMail => ({
  kind: 'morning',
  recipient: 'risk@example.com',
  status: 'sent',
  sequence: 0,
  settledAt: new Date('2026-03-03T10:01:00Z'),
  ...override,
});

const facts = { times, timezone: 'America/New_York', mails: [], step: null } as const;
const wordsOf = (given: Partial<Parameters<typeof morningStateWords>[0]>) =>
  morningStateWords({ ...facts, state: 'mailed', ...given });

describe('the state of a morning in words', () => {
  it('says when a morning begins that was not run', () => {
    expect(wordsOf({ state: 'ahead' }).text).toBe('not run yet; it begins at 05:00 EST');
  });

  it('says that a morning is mailed which someone ran ahead of its time', () => {
    const mails = [mail({ settledAt: new Date('2026-03-03T02:10:00Z') })];
    expect(wordsOf({ state: 'ahead', mails }).text).toBe('mailed Mon 2 Mar 21:10 EST to 1');
  });

  it('counts the recipients whose server took the mail, and leaves corrections out', () => {
    const mails = [mail(), mail({ status: 'refused', settledAt: null }), mail({ kind: 'correction' })];
    expect(wordsOf({ mails })).toEqual({ text: 'mailed 05:01 EST to 1 of 2', isTrouble: false });
  });

  it('names the error of a morning that fails', () => {
    const step = { name: 'fetch', error: 'no answer' };
    expect(wordsOf({ state: 'failing', step })).toEqual({
      text: expect.stringMatching(/^LATE: no limits yet: no answer/i),
      isTrouble: true,
    });
  });
});

describe('a correction in words', () => {
  it.each([
    [0, [], 'no correction'],
    [1, [], 'correction 1 is being mailed'],
    [
      1,
      [mail({ kind: 'correction', settledAt: new Date('2026-03-03T11:10:00Z') })],
      'correction 1 mailed 06:10 EST',
    ],
  ])('of revision %i', (revision, mails, words) => {
    expect(correctionStateWords({ revision }, { ...facts, mails })).toBe(words);
  });
});

describe('the open changes in words', () => {
  it.each([
    [0, 0, 'No changes to make'],
    [0, 1, 'The change is answered'],
    [0, 3, 'All 3 changes are answered'],
    [2, 3, '2 of 3 changes to make'],
    [3, 3, '3 changes to make'],
  ])('%i of %i', (open, all, words) => expect(openChangesWords(open, all)).toBe(words));
});
