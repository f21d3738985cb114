import { describe, expect, it } from 'vitest';
import {
  baseLimitOf,
  looksRetired,
  multiplierLookup,
  riskCapitalOf,
} from '../../../src/domain/roster/roster.ts';

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

describe('multipliers', () => {
  const multiplierOf = multiplierLookup([
    { pattern: 'ES*', multiplier: 50 },
    { pattern: 'ESTC', multiplier: 1 },
    { pattern: 'ESM*', multiplier: 5 },
    { pattern: 'AAPL240621C00100000', multiplier: 100 },
  ]);

  it.each([
    ['AAPL', 1],
    ['AAPL240621C00100000', 100],
    ['ESZ5', 50],
    ['ESM5', 5],
    ['ESTC', 1],
  ])('the multiplier of %s is %i: exact pattern first, then the longest prefix', (symbol, expected) => {
    expect(multiplierOf(symbol)).toBe(expected);
  });
});
