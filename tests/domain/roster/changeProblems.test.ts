import { describe, expect, it } from 'vitest';
import { changeProblems, type KnownNames } from '../../../src/domain/roster/changeProblems.ts';
import type { RosterChange } from '../../../src/domain/roster/rosterChange.ts';

const account = (code: string, trader: string, isProven = true) => ({ code, trader, isProven });
const known: KnownNames = {
  traders: ['Ann', 'Bob', 'NET003'],
  accounts: [account('DESK01', 'Ann'), account('DESK02', 'Bob'), account('NET003', 'NET003')],
};

function problems(changes: readonly RosterChange[], mayBeNew = false, names = known): readonly string[] {
  const requests = changes.map((change, index) => ({ place: `line ${index + 2}`, change }));
  return changeProblems(requests, names, mayBeNew);
}

describe('the names in a change of the roster', () => {
  it.each<[string, readonly RosterChange[]]>([
    ['known ones', [{ trader: 'Ann', accounts: ['DESK01'] }]],
    ['an account of another trader', [{ trader: 'Ann', accounts: ['DESK02'] }]],
    ['new ones unlike every known one', [{ trader: 'Cyril', desk: 'Bonds', accounts: ['DESK03', 'FX9'] }]],
    [
      'accounts that exchange their traders',
      [
        { trader: 'Ann', accounts: ['DESK02'] },
        { trader: 'Bob', accounts: ['DESK01'] },
      ],
    ],
    ['a name like one that the list has itself', [{ trader: 'Ann' }, { trader: 'Anna' }]],
  ])('may be %s', (_, changes) => {
    expect(problems(changes)).toEqual([]);
  });

  it.each<[string, readonly RosterChange[], string]>([
    [
      'a trader twice',
      [{ trader: 'Ann' }, { trader: 'Ann' }],
      'line 3, trader: found "Ann" again, after "Ann" (line 2, trader)',
    ],
    ['a new trader twice', [{ trader: 'Cyril' }, { trader: 'CYRIL' }], 'found "CYRIL" again'],
    [
      'an account twice',
      [
        { trader: 'Ann', accounts: ['DESK01'] },
        { trader: 'Bob', accounts: ['DESK01'] },
      ],
      'line 3, accounts: found "DESK01" again',
    ],
    ['an account twice in one row', [{ trader: 'Ann', accounts: ['FX9', 'fx9'] }], 'found "fx9" again'],
    ['a trader in lower case', [{ trader: 'ann' }], 'did you mean "Ann"?'],
    ['a trader with a blank', [{ trader: 'A nn' }], 'did you mean "Ann"?'],
    [
      'a trader with an invisible character',
      [{ trader: 'Ann\u200b' }],
      'found "Ann<U+200B>", expected "Ann"',
    ],
    ['an account in lower case', [{ trader: 'Ann', accounts: ['desk01'] }], 'did you mean "DESK01"?'],
    ['a misspelled trader', [{ trader: 'Anm' }], '--new for a new one; did you mean "Ann"?'],
    [
      'a misspelled account',
      [{ trader: 'Ann', accounts: ['DESK1'] }],
      '--new for a new one; did you mean "DESK01"?',
    ],
    ['an account without its number', [{ trader: 'Ann', accounts: ['DESK'] }], 'did you mean "DESK01"?'],
    [
      'two accounts that are not separated',
      [{ trader: 'Ann', accounts: ['DESK01/DESK02'] }],
      'did you mean "DESK01"?',
    ],
    ['a sign as an account', [{ trader: 'Ann', accounts: ['&'] }], 'a name with a letter or a digit'],
    [
      'an invisible character in a desk',
      [{ trader: 'Ann', desk: 'A\u200b' }],
      'line 2, desk: found "A<U+200B>"',
    ],
    ['an invisible character in a new name', [{ trader: 'Cy\u2060ril' }], 'without invisible characters'],
  ])('may not be %s', (_, changes, expected) => {
    expect(problems(changes).join('\n')).toContain(expected);
  });

  it('may be like a known one with --new, but not with only another case', () => {
    expect(problems([{ trader: 'Anm', accounts: ['DESK1'] }], true)).toEqual([]);
    expect(problems([{ trader: 'ann', accounts: ['desk01'] }], true)).toHaveLength(2);
  });

  it('may be stored names that no check would accept today', () => {
    const stored = { traders: ['ann', 'Ann', 'B\u200bob'], accounts: [] };
    expect(problems([{ trader: 'ann' }, { trader: 'B\u200bob' }], false, stored)).toEqual([]);
  });

  it('may not be an account that is on the roster by a typing error, once the fills have the right one', () => {
    const mistyped = { ...known, accounts: [...known.accounts, account('DESK1', 'Ann', false)] };
    expect(problems([{ trader: 'Ann', accounts: ['DESK1'] }], false, mistyped).join()).toContain(
      'did you mean "DESK01"?',
    );
    expect(problems([{ trader: 'Ann', accounts: ['DESK1'] }], true, mistyped)).toEqual([]);
  });
});
