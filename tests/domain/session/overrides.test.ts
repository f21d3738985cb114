import { describe, expect, it } from 'vitest';
import { parseCalendarOverrides } from '../../../src/domain/session/overrides.ts';
import { ConfigurationError } from '../../../src/shared/errors.ts';

describe("the operator's calendar file", () => {
  it('is parsed into one override per line, with reasons and without comments', () => {
    const text = [
      '\uFEFF# desk calendar',
      '2026-12-24 closed desk party #2',
      '',
      '  2026-11-27   early 13:00   half day  # as always',
      '2026-07-03 open\tnot observed here',
      '2026-08-03 closed',
    ].join('\r\n');
    expect(parseCalendarOverrides(text, 'calendar.txt')).toEqual(
      new Map([
        ['2026-12-24', { kind: 'closed', reason: 'desk party' }],
        ['2026-11-27', { kind: 'early', closeSecond: 46_800, reason: 'half day' }],
        ['2026-07-03', { kind: 'open', reason: 'not observed here' }],
        ['2026-08-03', { kind: 'closed', reason: "the operator's calendar, no reason given" }],
      ]),
    );
  });

  it.each(['', '\n\n', '# nothing yet\n'])('has no override in the text %j', (text) => {
    expect(parseCalendarOverrides(text, 'calendar.txt')).toEqual(new Map());
  });

  it.each([
    ['12/24/2026 closed party', 'beginning with a real date'],
    ['2026-02-29 closed no such day', 'beginning with a real date'],
    ['closed 2026-12-24', 'beginning with a real date'],
    ['2026-12-24', 'expected "YYYY-MM-DD closed reason"'],
    ['2026-12-24 shut party', 'expected "YYYY-MM-DD closed reason"'],
    ['2026-12-24 Closed party', 'expected "YYYY-MM-DD closed reason"'],
    ['2026-11-27 early', 'expected "early HH:MM"'],
    ['2026-11-27 early 1pm', 'expected "early HH:MM"'],
    ['2026-11-27 early 25:00', 'expected "early HH:MM"'],
    ['2026-11-27 early 01:00 half day', 'expected a close after 09:30 (1 pm is 13:00)'],
    ['2026-11-27 early 09:30', 'expected a close after 09:30 (1 pm is 13:00)'],
  ])('is refused for the line %j', (line, expected) => {
    const parse = () => parseCalendarOverrides(`# comment\n${line}\n`, 'calendar.txt');
    expect(parse).toThrow(ConfigurationError);
    expect(parse).toThrow(`calendar.txt line 2 · found "${line}" · `);
    expect(parse).toThrow(expected);
  });

  it('is refused when a date occurs twice, even with the same text', () => {
    const text = '2026-12-24 closed party\n2026-12-24 closed party';
    expect(() => parseCalendarOverrides(text, 'calendar.txt')).toThrow(
      'calendar.txt line 2 · found "2026-12-24 closed party" · expected one line for 2026-12-24',
    );
  });

  it('is refused with every bad line at once', () => {
    const text = '2026-12-24 closd\n2026-12-25 closed\n2026-11-27 early noon';
    expect(() => parseCalendarOverrides(text, 'calendar.txt')).toThrow(/line 1 .*\n.*line 3 /);
  });
});
