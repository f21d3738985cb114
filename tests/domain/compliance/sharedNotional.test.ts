import { describe, expect, it } from 'vitest';
import { sharedNotional } from '../../../src/domain/compliance/sharedNotional.ts';
import { notionalBySymbol } from '../../../src/domain/ledger/notionalBySymbol.ts';

const first = new Map([
  ['AAPL', 60],
  ['MSFT', 40],
]);

describe('the notional that two traders share', () => {
  it.each([
    ['the larger of both shares', [['AAPL', 20] as const, ['TSLA', 80] as const], 0.6],
    ['1 where one trader trades nothing else', [['MSFT', 5] as const], 1],
    ['0 without a common symbol', [['TSLA', 5] as const], 0],
    ['null where a trader has no notional', [['AAPL', 0] as const], null],
  ])('is %s', (_, second, expected) => {
    expect(sharedNotional(first, new Map(second))).toBe(expected);
    expect(sharedNotional(new Map(second), first)).toBe(expected);
  });

  it('is null where a trader did not trade', () => {
    expect(sharedNotional(first, undefined)).toBeNull();
    expect(sharedNotional(undefined, first)).toBeNull();
  });
});

describe('notional by symbol', () => {
  it('adds quantity times price, without cancelled fills', () => {
    const prints = {
      account: 'A',
      symbols: ['AAPL', 'SPREAD'],
      symbolNumbers: [0, 0, 1, 1],
      prices: [200, 201, -2, 5],
      quantities: [100, 100, 10, 1000],
      statuses: ['', '', '', 'Cancelled'],
    };
    expect([...notionalBySymbol(prints)]).toEqual([
      ['AAPL', 40_100],
      ['SPREAD', 20],
    ]);
  });
});
