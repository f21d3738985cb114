import { expect, it } from 'vitest';
import { entryWords } from '../../../src/domain/report/screens/entryWords.ts';
import { mailStateWords } from '../../../src/domain/report/screens/mailWords.ts';
import { pastMorningWords } from '../../../src/domain/report/screens/pastMorningWords.ts';

it.each([
  [
    'decision',
    {
      action: 'cut',
      newLimit: 2800,
      baseLimit: 4000,
      sessionDate: '2026-11-24',
      engine: 'rules',
      confidence: 'high',
    },
    'cut to $2,800 for Tue 24 Nov, base $4,000, engine rules, confidence high',
  ],
  [
    'limit',
    {
      event: 'not-applied',
      dollars: null,
      sessionDate: '2026-11-24',
      reason: 'hedged',
      through: 'page',
      by: 'ann',
    },
    'answered: not set today for Tue 24 Nov, reason: hedged, by way of: page',
  ],
  [
    'mail',
    {
      kind: 'correction',
      recipient: 'ann@desk',
      sessionDate: '2026-11-24',
      status: 'refused',
      response: '550 no',
      attempts: 3,
    },
    'Correction of Tue 24 Nov to ann@desk, refused, try 3: 550 no',
  ],
  [
    'run',
    { step: 'fetch', status: 'failed', attempts: 1, error: 'no answer' },
    'step fetch: failed: no answer',
  ],
  ['run', { step: 5 }, 'step: 5'],
  ['limit', { event: 'new-kind', by: 'ann' }, 'event: new-kind'],
  ['roster', { before: { baseLimit: 1 }, after: { baseLimit: 2 }, by: 'ann' }, 'baseLimit: 1 → 2'],
  ['newer', {}, ''],
])('says what an entry of the kind %s records', (kind, body, words) => {
  expect(entryWords(kind, body)).toBe(words);
});

const sent = (status: string) => ({
  kind: 'morning' as const,
  recipient: 'ann@desk',
  status,
  sequence: 0,
  settledAt: new Date('2026-03-03T10:01:00Z'),
});
const step = (status: 'running' | 'done' | 'failed', error: string | null = null) => ({
  step: 'decide',
  status,
  error,
});

it.each([
  [['sent', 'sent'], [], true, '✓ mailed 05:01 EST to 2'],
  [['sent', 'refused'], [], true, '! mailed 05:01 EST to 1 of 2'],
  [['ambiguous'], [], true, '! mailed 05:01 EST to 1'],
  [['claimed'], [], true, '! being mailed'],
  [['expired'], [step('done')], true, '✗ decided, and not mailed'],
  [[], [step('failed', 'disk full')], false, '✗ FAILED at decide: disk full'],
  [[], [step('running')], false, '! not finished: decide'],
  [[], [], false, '✗ NOT RUN: no process ran this morning'],
])(
  'says what became of a morning with the mails %j and the steps %j',
  (statuses, steps, isDecided, words) => {
    const facts = { sessionDate: '2026-03-03', isDecided, mails: statuses.map(sent), steps };
    expect(pastMorningWords(facts, 'America/New_York').text).toBe(words);
  },
);

it('shows the state of a mail of a newer version as it is stored', () => {
  expect(mailStateWords('deferred')).toEqual({ text: 'deferred', tone: 'open' });
});
