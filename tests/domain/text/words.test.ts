import { describe, expect, it } from 'vitest';
import { tierNotations, tierWords } from '../../../src/domain/engines/tier.ts';
import { longDay, shortDay } from '../../../src/domain/text/dates.ts';
import {
  cleanLine,
  fullSentence,
  nameProblem,
  shownDesk,
  shownName,
  shownSentence,
  visibleText,
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
    ['a\tb\u0000c\u2028d', 'a b<U+0000>c d'],
    ['A\u202E100\u202C', 'A<U+202E>100<U+202C>'],
    ['zero\u200Bwidth\uFEFF', 'zero<U+200B>width<U+FEFF>'],
    ['\u001B[31mred', '<U+001B>[31mred'],
    ['  Ünïcode 名前  ', 'Ünïcode 名前'],
  ])('the text %j becomes the line %j', (text, line) => {
    expect(cleanLine(text)).toBe(line);
  });

  it.each([
    ['a zero-width space', 'NET\u200B001', 'NET<U+200B>001'],
    ['a joiner of emoji', 'NET\u200D001', 'NET<U+200D>001'],
    ['a byte-order mark', '\uFEFFNET001', '<U+FEFF>NET001'],
    ['a soft hyphen', 'NET\u00AD001', 'NET<U+00AD>001'],
    ['a direction override', '\u202E100TEN', '<U+202E>100TEN'],
    ['an isolate', 'NET\u2066001\u2069', 'NET<U+2066>001<U+2069>'],
    ['a no-break space', 'NET\u00A0001', 'NET<U+00A0>001'],
    ['a second space', 'NET  001', 'NET <U+0020>001'],
    ['a space at the end', 'NET001 ', 'NET001<U+0020>'],
    ['a tab', 'NET\t001', 'NET<U+0009>001'],
    ['an escape', 'NET\u001B[8m001', 'NET<U+001B>[8m001'],
    ['a backspace', 'NET0012\b', 'NET0012<U+0008>'],
    ['a delete', 'NET\u007F001', 'NET<U+007F>001'],
    ['a C1 control', 'NET\u009B001', 'NET<U+009B>001'],
    ['a Hangul filler', 'NET\u3164001', 'NET<U+3164>001'],
    ['a combining grapheme joiner', 'NET\u034F001', 'NET<U+034F>001'],
    ['a variation selector', 'NET001\uFE0F', 'NET001<U+FE0F>'],
    ['a tag', 'NET\u{E0041}001', 'NET<U+E0041>001'],
    ['a blank braille pattern', 'NET\u2800001', 'NET<U+2800>001'],
    ['a private character', 'NET\uE000001', 'NET<U+E000>001'],
    ['half a surrogate pair', 'NET\uD800001', 'NET<U+D800>001'],
  ])('shows %s in a name, and shows it once', (_what, name, shown) => {
    expect([shownName(name), shownName(shown), visibleText(shown)]).toEqual([shown, shown, shown]);
  });

  it('keeps names within 40 characters, and different ones different wherever they differ', () => {
    const long = 'DESK-'.padEnd(120, 'x');
    const names = ['a', 'b'].flatMap((sign) => [
      `${long}${sign}`,
      `${sign}${long}`,
      `${long}${sign}${long}`,
      `${long}${sign}${'\u200B'.repeat(30)}`,
    ]);
    const shown = names.map((name) => shownName(name));
    expect(new Set(shown).size).toBe(names.length);
    for (const each of shown) {
      expect([...each].length).toBeLessThanOrEqual(40);
      expect(each).toMatch(/….*#[0-9a-f]{4}$/);
      // No code point is cut into pieces.
      expect(each.replaceAll(/<U\+[0-9A-F]{4,6}>/g, '')).not.toMatch(/[<>]/);
      expect(shownName(each)).toBe(each);
    }
  });

  it.each(['DESK\n01', 'DESK\r\n01', 'DESK\u202801', 'DESK\u008501', 'DESK\u000B01'])(
    'refuses %j as a name, because it may be two names or one',
    (name) => expect(nameProblem(name)).toContain('a line break'),
  );

  it.each(['DESK 01', 'DESK\u200B01', 'DESK\t01', 'Ünïcode 名前', 'A<U'])('accepts %j as a name', (name) => {
    expect(nameProblem(name)).toBe(null);
  });

  it('refuses a name that is written like one with an invisible character', () => {
    expect(nameProblem('NET<U+200B>001')).toContain('stands for an invisible character');
  });

  it('shows "(no name)" for an empty name, and nothing for an unknown desk', () => {
    expect([shownName(''), shownDesk(''), shownDesk(' Options ')]).toEqual(['(no name)', '', 'Options']);
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
