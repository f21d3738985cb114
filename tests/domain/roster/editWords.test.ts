import { describe, expect, it } from 'vitest';
import { type ChangeContext, changeNotes } from '../../../src/domain/roster/changeNotes.ts';
import { editLines } from '../../../src/domain/roster/editWords.ts';
import type { RosterEntry } from '../../../src/domain/roster/roster.ts';

const entry = (overrides: Partial<RosterEntry> = {}): RosterEntry => ({
  trader: 'Ann',
  desk: 'A',
  baseLimit: 5000,
  riskCapital: null,
  active: true,
  accounts: ['A1'],
  ...overrides,
});

const lines = (before: RosterEntry | null, after: RosterEntry | null) =>
  editLines({ traders: [{ trader: 'Ann', before, after }], multipliers: [] }, 4000);

describe('a change of a trader', () => {
  it.each<[string, Partial<RosterEntry>, readonly string[]]>([
    ['nothing', {}, ['no change']],
    ['the desk', { desk: 'B' }, ['desk A → B']],
    ['the desk to none', { desk: '' }, ['desk A → (none)']],
    [
      'the base limit, and a risk capital that follows it',
      { baseLimit: 8000 },
      [
        'base limit $5,000 → $8,000',
        'risk capital $100,000 → $160,000, 20 × base limit; set it with --risk-capital to keep it',
      ],
    ],
    ['the risk capital', { riskCapital: 90_000 }, ['risk capital $100,000 (20 × base limit) → $90,000']],
    [
      'a risk capital to the same figure',
      { riskCapital: 100_000 },
      ['risk capital $100,000 (20 × base limit) → $100,000'],
    ],
    ['retirement', { active: false }, ['active yes → no: no more decisions']],
    ['accounts', { accounts: ['A1', 'A2'] }, ['accounts A1 → A1 A2']],
    ['invisible accounts', { accounts: ['A1\u200b'] }, ['accounts A1 → A1<U+200B>']],
  ])('of %s is shown before → after', (_, change, expected) => {
    expect(lines(entry(), entry(change))).toEqual(expected.map((line) => `Ann · ${line}`));
  });

  it('leaves a risk capital of the roster where the base limit changes', () => {
    expect(lines(entry({ riskCapital: 90_000 }), entry({ riskCapital: 90_000, baseLimit: 8000 }))).toEqual([
      'Ann · base limit $5,000 → $8,000',
    ]);
  });

  it('names the default limit, and a trader who is active again', () => {
    expect(lines(entry({ baseLimit: null, active: false }), entry())).toEqual([
      'Ann · base limit $4,000 (DEFAULT_LIMIT) → $5,000',
      'Ann · risk capital $80,000 → $100,000, 20 × base limit; set it with --risk-capital to keep it',
      'Ann · active no → yes: decisions from the next morning on',
    ]);
  });

  it('shows a new trader, a moved account, and what is lost of a removed trader', () => {
    const bob = entry({ trader: 'Bob', desk: 'B', riskCapital: 70_000 });
    const traders = [
      { trader: 'Ann', before: null, after: entry({ desk: '', baseLimit: null }) },
      { trader: 'Bob', before: bob, after: null },
    ];
    expect(editLines({ traders, multipliers: [] }, 4000)).toEqual([
      'Ann · new: desk (none), base limit $4,000 (DEFAULT_LIMIT), risk capital $80,000 (20 × base limit), active, accounts A1',
      'Bob · removed from the roster: no account is left; lost are desk B, base limit $5,000, risk capital $70,000, active, accounts A1',
      'account A1 · trader Bob → Ann',
    ]);
    expect(lines(entry({ desk: '', baseLimit: null }), null)).toEqual([
      'Ann · removed from the roster: no account is left',
    ]);
  });

  it('shows multipliers', () => {
    const multipliers = [
      { pattern: 'ES*', before: null, after: 50 },
      { pattern: 'NQ*', before: 20, after: 2 },
      { pattern: 'CL*', before: 1000, after: 1000 },
    ];
    expect(editLines({ traders: [], multipliers }, 4000)).toEqual([
      'ES* · multiplier (none) → 50',
      'NQ* · multiplier 20 → 2',
      'CL* · no change',
    ]);
  });
});

describe('the notes on a change', () => {
  const context = (overrides: Partial<ChangeContext>): ChangeContext => ({
    changes: [],
    edits: [],
    roster: [],
    accounts: [{ code: 'A1', trader: 'Ann', isProven: true }],
    defaultLimit: 4000,
    listsAllAccounts: true,
    ...overrides,
  });
  const edit = (before: RosterEntry | null, after: RosterEntry) => ({ trader: 'Ann', before, after });

  it.each<[string, Partial<ChangeContext>, string]>([
    [
      'an account that is unknown',
      { changes: [{ trader: 'Ann', accounts: ['A1', 'A9'] }] },
      'Account "A9" of "Ann" is unknown',
    ],
    [
      'an account that the list leaves out',
      {
        changes: [{ trader: 'Ann', accounts: ['A1'] }],
        edits: [edit(entry(), entry({ accounts: ['A1', 'A2'] }))],
      },
      '"Ann" keeps "A2", which the list does not name.',
    ],
    [
      'a new trader without an account',
      { edits: [edit(null, entry({ accounts: [] }))] },
      '"Ann" has no account:',
    ],
    [
      'a trader who lost every account',
      { edits: [edit(entry(), entry({ accounts: [] }))] },
      '"Ann" has no account any more',
    ],
    [
      'a desk that looks like another one',
      {
        edits: [edit(entry(), entry({ desk: 'Equites' }))],
        roster: [entry({ trader: 'Bob', desk: 'Equities' })],
      },
      'did you mean "Equities"?',
    ],
    [
      'a risk capital below the base limit',
      { edits: [edit(entry(), entry({ riskCapital: 4999 }))] },
      'a risk capital of $4,999, less than the base limit of $5,000',
    ],
  ])('name %s', (_, overrides, expected) => {
    const notes = changeNotes(context(overrides));
    expect([notes.length, notes[0]]).toEqual([1, expect.stringContaining(expected)]);
  });

  it.each<[string, Partial<ChangeContext>]>([
    ['a known account', { changes: [{ trader: 'Ann', accounts: ['A1'] }] }],
    [
      'an account added by a command',
      {
        listsAllAccounts: false,
        changes: [{ trader: 'Ann', accounts: ['A1'] }],
        edits: [edit(entry(), entry({ accounts: ['A1', 'A2'] }))],
      },
    ],
    [
      'a row without accounts',
      { changes: [{ trader: 'Ann' }], edits: [edit(entry(), entry({ accounts: ['A1', 'A2'] }))] },
    ],
    [
      'a trader who never had an account',
      { edits: [edit(entry({ accounts: [] }), entry({ accounts: [] }))] },
    ],
    [
      'a desk that others have',
      { edits: [edit(entry(), entry({ desk: 'B' }))], roster: [entry({ trader: 'Bob', desk: 'B' })] },
    ],
    [
      'a desk unlike the others',
      {
        edits: [edit(entry(), entry({ desk: 'Bonds' }))],
        roster: [entry({ trader: 'Bob', desk: 'Equities' })],
      },
    ],
  ])('do not name %s', (_, overrides) => {
    expect(changeNotes(context(overrides))).toEqual([]);
  });
});
