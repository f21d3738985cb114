import { describe, expect, it } from 'vitest';
import { tierNotations, tierWords } from '../../../src/domain/engines/tier.ts';
import { longDay, shortDay } from '../../../src/domain/text/dates.ts';
import {
  cleanLine,
  fullSentence,
  shownDesk,
  shownName,
  shownSentence,
} from '../../../src/domain/text/outsideText.ts';
import { count, improvementWords, reductionWords, shareWords } from '../../../src/domain/text/words.ts';

it.each([
  [60, '−60%'],
  [0, '0%'],
  [12.5, '−12.5%'],
  [0.04, '0%'],
])('a cut of %d percent reads %s', (percent, words) => {
  expect(reductionWords(percent)).toBe(words);
});

it.each([
  [0.234, '23%'],
  [0, '0%'],
  [0.004, '<1%'],
  [1, '100%'],
  [null, 'n/a'],
])('a share of %s reads %s', (share, words) => {
  expect(shareWords(share)).toBe(words);
});

it.each([
  [0.1234, '12.3%'],
  [-0.05, '−5.0%'],
  [-0.0001, '0.0%'],
])('an improvement of %d reads %s', (share, words) => {
  expect(improvementWords(share)).toBe(words);
});

it.each([
  ['2026-10-06', 'Tue 6 Oct', 'Tuesday 6 October 2026'],
  ['2026-09-01', 'Tue 1 Sep', 'Tuesday 1 September 2026'],
  ['2026-03-08', 'Sun 8 Mar', 'Sunday 8 March 2026'],
])('the date %s reads %s', (date, short, long) => {
  expect([shortDay(date), longDay(date)]).toEqual([short, long]);
});

it('a tier has a word, a label and a level', () => {
  const notations = Object.values(tierNotations).map(({ word, label, level }) => [word, label, level]);
  expect(notations).toEqual([
    ['high', 'HIGH', 2],
    ['neutral', 'MEDIUM', 1],
    ['low', 'LOW', 0],
    ['unknown', 'UNKNOWN', null],
  ]);
  expect(tierWords('high')).toBe('▲ HIGH');
});

it('the noun of a count is singular for 1 and plural otherwise', () => {
  expect([count(1, 'trader'), count(0, 'trader'), count(2, 'entry', 'entries')]).toEqual([
    '1 trader',
    '0 traders',
    '2 entries',
  ]);
});

describe('text from outside', () => {
  it.each([
    ['line one\r\nBcc: x@y', 'line one Bcc: x@y'],
    ['a\tb\u0000c\u2028d', 'a b c d'],
    ['A\u202E100\u202C', 'A100'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['\u001B[31mred', '[31mred'],
    ['  Ünïcode 名前  ', 'Ünïcode 名前'],
  ])('the text %j becomes the line %j', (text, line) => {
    expect(cleanLine(text)).toBe(line);
  });

  it('keeps both ends of a long name', () => {
    expect(shownName(`NET-${'x'.repeat(80)}-0017`)).toBe(`NET-${'x'.repeat(23)}…${'x'.repeat(7)}-0017`);
  });

  it('shows "(no name)" for an empty name, and nothing for an unknown desk', () => {
    expect([shownName('\u200B\n'), shownDesk(''), shownDesk(' Options ')]).toEqual([
      '(no name)',
      '',
      'Options',
    ]);
  });

  it('shortens a sentence to 220 characters and ends it with an ellipsis', () => {
    expect([...shownSentence('x'.repeat(1000))]).toHaveLength(220);
    expect(shownSentence('x'.repeat(1000)).endsWith('…')).toBe(true);
  });

  it.each([
    ['gate closed', 'Gate closed.'],
    ['Done.', 'Done.'],
    ['', ''],
  ])('the text %j as a full sentence is %j', (text, sentence) => {
    expect(fullSentence(text)).toBe(sentence);
  });
});
