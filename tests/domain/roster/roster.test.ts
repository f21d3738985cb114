import { describe, expect, it } from 'vitest';
import { baseLimitOf, looksRetired, riskCapitalOf } from '../../../src/domain/roster/roster.ts';

const entry = { trader: 'NET001', desk: '', baseLimit: null, riskCapital: null, active: true, accounts: [] };

describe('the roster', () => {
  it('defaults to the default limit, and to a risk capital of twenty base limits', () => {
    expect([baseLimitOf(entry, 5000), riskCapitalOf(entry, 5000)]).toEqual([5000, 100_000]);
    expect(riskCapitalOf({ ...entry, baseLimit: 2000 }, 5000)).toBe(40_000);
    expect(riskCapitalOf({ ...entry, riskCapital: 7500 }, 5000)).toBe(7500);
  });

  it.each([
    ['NET007_OLD', true],
    ['NET007_OLD2', true],
    ['net007_old', true],
    ['NET007', false],
    ['OLDMAN', false],
    ['NET_OLDER', false],
  ])('account %s looks retired: %s', (code, expected) => {
    expect(looksRetired(code)).toBe(expected);
  });
});
