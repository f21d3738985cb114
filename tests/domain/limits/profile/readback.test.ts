import { describe, expect, it } from 'vitest';
import {
  compareReadback,
  type ExpectedLimit,
  type PlatformAmount,
} from '../../../../src/domain/limits/profile/readback.ts';
import { genericProfile } from '../../../support/limitsProfile.ts';

const cutTrader: ExpectedLimit = { trader: 'NET001', accounts: ['A1'], target: 3000, before: 5000 };

function amounts(found: Readonly<Record<string, number>>): readonly PlatformAmount[] {
  return Object.entries(found).map(([key, dollars]) => ({ key, dollars }));
}

describe('the readback of one account', () => {
  it.each([
    [3000, 'in-force', 3000],
    [5000, 'not-yet', 5000],
    [4000, 'differs', 4000],
    [3000.01, 'differs', 3000.01],
  ] as const)('with %d on the platform, mailed $3,000, is %s', (dollars, status, known) => {
    const { accounts, traders } = compareReadback(genericProfile(), [cutTrader], amounts({ A1: dollars }));
    expect(accounts).toEqual([
      { account: 'A1', trader: 'NET001', platform: dollars, expected: 3000, status },
    ]);
    expect(traders).toEqual([{ trader: 'NET001', target: 3000, dollars: known, status }]);
  });

  it('takes what the decimals of the profile hold as in force', () => {
    const limit = { ...cutTrader, target: 1234.56 };
    const { traders } = compareReadback(genericProfile({ decimals: 0 }), [limit], amounts({ A1: 1234 }));
    expect(traders).toEqual([{ trader: 'NET001', target: 1234.56, dollars: 1234.56, status: 'in-force' }]);
  });

  it('that is not on the roster is unknown, and one that the file lacks is missing', () => {
    const { accounts, traders } = compareReadback(genericProfile(), [cutTrader], amounts({ A9: 3000 }));
    expect(accounts.map(({ account, status }) => [account, status])).toEqual([
      ['A1', 'missing'],
      ['A9', 'unknown'],
    ]);
    expect(traders).toEqual([{ trader: 'NET001', target: 3000, dollars: null, status: 'missing' }]);
  });

  it('compares with the base limit where no mail named the trader, and the limit before is not known', () => {
    const limit = { ...cutTrader, target: 5000, before: null };
    const { traders } = compareReadback(genericProfile(), [limit], amounts({ A1: 3000 }));
    expect(traders[0]).toMatchObject({ status: 'differs', dollars: 3000 });
  });

  it('reads the codes of the platform back to the accounts of the roster', () => {
    const profile = genericProfile({ accountCodes: { A1: '17' } });
    const { traders } = compareReadback(profile, [cutTrader], amounts({ '17': 3000 }));
    expect(traders[0]).toMatchObject({ trader: 'NET001', status: 'in-force' });
  });

  it('leaves out a trader without an account', () => {
    expect(compareReadback(genericProfile(), [{ ...cutTrader, accounts: [] }], [])).toEqual({
      accounts: [],
      traders: [],
    });
  });
});

describe('the readback of a trader with several accounts', () => {
  const limit: ExpectedLimit = { trader: 'NET001', accounts: ['A1', 'A2', 'A3'], target: 1000, before: 5000 };

  it.each([
    ['each-full', [1000, 1000, 1000], 'in-force', 1000],
    ['each-full', [5000, 5000, 5000], 'not-yet', 5000],
    ['each-full', [800, 800, 800], 'differs', 800],
    ['each-full', [1000, 1000, 800], 'disagree', null],
    ['pro-rata', [333.33, 333.33, 333.33], 'in-force', 1000],
    ['pro-rata', [1666.66, 1666.66, 1666.66], 'not-yet', 5000],
    ['pro-rata', [200, 200, 200], 'differs', 600],
    ['pro-rata', [333.33, 333.33, 334], 'disagree', null],
    ['refuse', [1000, 1000, 1000], 'no-rule', null],
  ] as const)(
    'by the rule %s with %j is %s: no limit is guessed',
    (severalAccounts, [a, b, c], status, dollars) => {
      const { traders } = compareReadback(
        genericProfile({ severalAccounts }),
        [limit],
        amounts({ A1: a, A2: b, A3: c }),
      );
      expect(traders).toEqual([{ trader: 'NET001', target: 1000, dollars, status }]);
    },
  );

  it('is not known where one account is missing', () => {
    const { traders } = compareReadback(
      genericProfile({ severalAccounts: 'each-full' }),
      [limit],
      amounts({ A1: 1000, A2: 1000 }),
    );
    expect(traders[0]).toMatchObject({ dollars: null, status: 'missing' });
  });
});
