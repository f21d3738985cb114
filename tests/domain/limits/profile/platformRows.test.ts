import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../../../src/adapters/files/profiles/loadProfiles.ts';
import { accountDollars, heldDollars } from '../../../../src/domain/limits/profile/amounts.ts';
import { cellText } from '../../../../src/domain/limits/profile/cells.ts';
import type { LimitsProfile } from '../../../../src/domain/limits/profile/limitsProfile.ts';
import type { PlatformLimit } from '../../../../src/domain/limits/profile/platformFiles.ts';
import { platformRows } from '../../../../src/domain/limits/profile/platformRows.ts';
import { genericProfile, platformLimit } from '../../../support/limitsProfile.ts';

const context = { session: '2026-11-30', revision: 0, currency: 'USD', basis: 'realised' } as const;

function rows(profile: LimitsProfile, limits: readonly PlatformLimit[], kind: 'today' | 'restore' = 'today') {
  const made = platformRows(profile, kind, limits, context);
  return { ...made, rows: made.rows.map((row) => row.map((cell) => cellText(cell, profile))) };
}

describe('the amounts of a platform file', () => {
  it.each([
    [1234.56, 2, 1234.56],
    [1234.56, 1, 1234.5],
    [1234.56, 0, 1234],
    [1234.999, 2, 1234.99],
    [0.29, 2, 0.29],
    [0.4, 0, 0],
    [1234.56, 6, 1234.56],
  ])('hold %d with %d decimals as %d: never more', (dollars, decimals, held) => {
    expect(heldDollars(dollars, decimals)).toBe(held);
  });

  it.each([
    [1000, 3, 2, 333.33],
    [1000, 3, 0, 333],
    [1000.5, 2, 0, 500],
    [5000, 2, 2, 2500],
  ])(
    'share %d pro-rata over %d accounts: the sum never exceeds the limit',
    (dollars, accounts, decimals, share) => {
      const each = accountDollars(dollars, accounts, { severalAccounts: 'pro-rata', decimals });
      expect(each).toBe(share);
      expect(each * accounts).toBeLessThanOrEqual(dollars);
    },
  );
});

describe('the rows of a platform file', () => {
  it('have each account with its target, and the sum as written', () => {
    const limits = [platformLimit(), platformLimit({ trader: 'NET002', target: 5000, change: 'stay' })];
    expect(rows(genericProfile(), limits)).toEqual({
      rows: [
        ['NET001', '3000.00'],
        ['NET002', '5000.00'],
      ],
      sum: 8000,
      withoutAccount: [],
      problems: [],
    });
  });

  it('of the restore file have every base limit, whatever changes today', () => {
    const limits = [
      platformLimit(),
      platformLimit({ trader: 'NET002', target: 3000, limitInForce: 3000, change: 'stay' }),
      platformLimit({ trader: 'NET003', target: 5000, change: 'stay' }),
    ];
    expect(rows(genericProfile({ rows: 'changes' }), limits, 'restore').rows).toEqual([
      ['NET001', '5000.00'],
      ['NET002', '5000.00'],
      ['NET003', '5000.00'],
    ]);
  });

  it('with changes only leave out what stays: at base, still cut, and withheld; and keep what goes back up', () => {
    const limits = [
      platformLimit({ trader: 'ATBASE', target: 5000, change: 'stay' }),
      platformLimit({ trader: 'WITHHELD', target: 3000, limitInForce: 3000, change: 'stay' }),
      platformLimit({ trader: 'BACKUP', target: 5000, limitInForce: 3000, change: 'raise' }),
      platformLimit({ trader: 'UNKNOWN', target: 5000, limitInForce: null, change: 'set' }),
    ];
    expect(rows(genericProfile({ rows: 'changes' }), limits).rows).toEqual([
      ['BACKUP', '5000.00'],
      ['UNKNOWN', '5000.00'],
    ]);
  });

  it('with all rows keep a withheld trader at the limit in force', () => {
    const withheld = platformLimit({ target: 3000, limitInForce: 3000, change: 'stay' });
    expect(rows(genericProfile(), [withheld]).rows).toEqual([['NET001', '3000.00']]);
  });

  it('list a trader without an account, who has nothing to limit on the platform', () => {
    const made = rows(genericProfile(), [
      platformLimit({ accounts: [] }),
      platformLimit({ trader: 'NET002' }),
    ]);
    expect(made.rows).toEqual([['NET002', '3000.00']]);
    expect([made.withoutAccount, made.problems]).toEqual([['NET001'], []]);
  });

  it.each([
    ['each-full', ['3000.00', '3000.00'], 6000],
    ['pro-rata', ['1500.00', '1500.00'], 3000],
  ] as const)('give several accounts by the rule %s', (severalAccounts, amounts, sum) => {
    const made = rows(genericProfile({ severalAccounts }), [platformLimit({ accounts: ['A1', 'A2'] })]);
    expect(made.rows).toEqual([
      ['A1', amounts[0]],
      ['A2', amounts[1]],
    ]);
    expect([made.sum, made.problems]).toEqual([sum, []]);
  });

  it('are refused for several accounts by the rule refuse', () => {
    expect(rows(genericProfile(), [platformLimit({ accounts: ['A1', 'A2'] })]).problems).toEqual([
      'NET001 has 2 accounts, and the profile has severalAccounts: refuse; expected each-full or pro-rata in a profile of your own',
    ]);
  });

  it.each(['=1+1', '+NET', '-NET', '@NET', ' =1+1', '\t=1+1', '＝1'])(
    'are refused for the account %j, which a spreadsheet would run, and never altered',
    (account) => {
      const made = rows(genericProfile(), [platformLimit({ accounts: [account] })]);
      expect(made.problems.join()).toContain('begins like a formula');
      expect(made.rows).toEqual([[account, '3000.00']]);
    },
  );

  it('are refused where a share of the limit would be 0, which may be no limit', () => {
    const profile = genericProfile({ severalAccounts: 'pro-rata', decimals: 0 });
    const made = rows(profile, [platformLimit({ target: 1, accounts: ['A1', 'A2'] })]);
    expect(made.problems).toEqual([
      'the limit of A1 is below the smallest amount with 0 decimals; 0 would be no limit',
      'the limit of A2 is below the smallest amount with 0 decimals; 0 would be no limit',
    ]);
  });

  it('use the codes of the platform, and refuse an account without one or two with the same', () => {
    const profile = genericProfile({ accountCodes: { NET001: '17', NET002: '17' } });
    const limits = ['NET001', 'NET002', 'NET003'].map((trader) => platformLimit({ trader }));
    expect(rows(profile, limits).problems).toEqual([
      'account NET003 is not in accountCodes of the profile',
      '17 would have two rows',
    ]);
  });

  it('write a loss with a minus sign and a decimal comma where the profile says so', () => {
    const profile = genericProfile({ sign: 'negative', decimalMark: ',' });
    expect(rows(profile, [platformLimit({ target: 1234.56 })])).toMatchObject({
      rows: [['NET001', '-1234,56']],
      sum: 1234.56,
      problems: [],
    });
  });
});

describe('the shipped profiles', () => {
  it('das-worksheet names the field of DAS by LIMIT_BASIS, and the fees that make the two differ', () => {
    const profile = loadProfile('das-worksheet');
    const field = (basis: 'realised' | 'total') =>
      platformRows(profile, 'today', [platformLimit()], { ...context, basis }).rows[0]?.map((cell) =>
        cellText(cell, profile),
      );
    expect(field('realised')).toEqual([
      'NET001',
      'NET001',
      'MaxLoss',
      '5000.00',
      '3000.00',
      'lower',
      '12.50',
    ]);
    expect(field('total')?.[2]).toBe('Total Loss');
  });

  it('das-worksheet leaves an unknown limit in force empty', () => {
    const unknown = platformLimit({ limitInForce: null, change: 'set' });
    expect(rows(loadProfile('das-worksheet'), [unknown]).rows[0]?.slice(3, 6)).toEqual([
      '',
      '3000.00',
      'set',
    ]);
  });

  it('tradovate refuses an account that is no whole number', () => {
    expect(rows(loadProfile('tradovate'), [platformLimit()]).problems).toEqual([
      'NET001 is not a whole number, as accountId has to be; list it in accountCodes',
    ]);
  });

  it('atoti has a temporary limit for a cut and an official one without end otherwise', () => {
    const limits = [platformLimit(), platformLimit({ trader: 'NET002', target: 5000, change: 'stay' })];
    expect(rows(loadProfile('atoti'), limits).rows).toEqual([
      ['2026-11-30', '2026-11-30', 'TEMPORARY', '3000.00', 'Trader=NET001'],
      ['2026-11-30', '', 'OFFICIAL', '5000.00', 'Trader=NET002'],
    ]);
  });
});
