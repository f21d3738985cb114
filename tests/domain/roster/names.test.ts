import { describe, expect, it } from 'vitest';
import { accountList } from '../../../src/domain/roster/accountList.ts';
import { symbolProblem, unusedPatternNote } from '../../../src/domain/roster/multiplierPattern.ts';
import { nameKey, nameProblem } from '../../../src/domain/roster/names.ts';

describe('the key of a name', () => {
  it.each(['ann lee', 'AnnLee', ' ANN\u00a0LEE ', 'Ann\u200b Lee', 'Ａnn Lee'])(
    'of %j is that of Ann Lee',
    (name) => {
      expect(nameKey(name)).toBe(nameKey('Ann Lee'));
    },
  );

  it.each(['Ann-Lee', 'An Lee', 'DESK01'])('of %j is another one', (name) => {
    expect(nameKey(name)).not.toBe(nameKey('Ann Lee'));
  });
});

describe('a new name', () => {
  it.each(['Ann', 'Ann Lee', 'NET007_OLD', 'Zoë', 'Анна', '7'])('may be %j', (name) => {
    expect(nameProblem(name)).toBeNull();
  });

  it.each([
    ['', 'a letter or a digit'],
    ['&', 'a letter or a digit'],
    ['\u200b', 'a letter or a digit'],
    ['Ann\u200b', 'without invisible characters'],
    ['\u202eAnn', 'without invisible characters'],
    ['Ann\u00a0Lee', 'without invisible characters'],
    ['Ann  Lee', 'single blanks'],
    [' Ann', 'single blanks'],
    ['Ann\nLee', 'without invisible characters'],
    ['\u0410nn', 'one alphabet each'],
    ['x'.repeat(101), 'at most 100 characters'],
  ])('may not be %j: %s', (name, expected) => {
    expect(nameProblem(name)).toContain(expected);
  });
});

describe('a list of accounts', () => {
  it.each(['A1 A2', 'A1;A2', 'A1,A2', ' A1 ; A2, ', 'A1|A2', 'A1\tA2'])('%j is A1 and A2', (text) => {
    expect(accountList(text)).toEqual(['A1', 'A2']);
  });

  it('may be empty', () => {
    expect([accountList(''), accountList(' ; ')]).toEqual([[], []]);
  });
});

describe('the symbol of a multiplier', () => {
  const symbols = ['ESZ6', 'KLMN  261120P00090000', 'BRK.b'];

  it.each(['ESZ6', 'ES*', 'NQ*', 'KLMN  261120P00090000', 'BRK.b', '\\CL*'])('may be %j', (pattern) => {
    expect(symbolProblem(pattern, symbols)).toBeNull();
  });

  it.each([
    ['esz6', 'did you mean "ESZ6"?'],
    ['es*', 'did you mean "ES*"?'],
    ['brk.B', 'did you mean "BRK.b"?'],
    ['*', 'a prefix that ends in *'],
    ['E*S', 'a prefix that ends in *'],
    ['ES**', 'a prefix that ends in *'],
    ['ES\u200b', 'found "ES<U+200B>"'],
    [' ', 'expected a symbol'],
  ])('may not be %j: %s', (pattern, expected) => {
    expect(symbolProblem(pattern, symbols)).toContain(expected);
  });

  it('that no fill has is noted', () => {
    expect([unusedPatternNote('ES*', symbols), unusedPatternNote('NQ*', symbols)]).toEqual([
      null,
      expect.stringContaining('No stored fill has a symbol like NQ*'),
    ]);
  });
});
