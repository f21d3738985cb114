import { describe, expect, it } from 'vitest';
import {
  dollarsPerUnit,
  exposureOf,
  grossOf,
  netOf,
  type Valuation,
} from '../../../src/domain/risk/exposure.ts';
import { contractLookup } from '../../../src/domain/roster/contracts.ts';

const amount = (trader: string, symbol: string, dollars: number | null) => ({ trader, symbol, dollars });

describe('the exposure of the desk', () => {
  const exposure = exposureOf([
    amount('NET001', 'AAPL', 30_000),
    amount('NET002', 'AAPL', -10_000),
    amount('NET002', 'MSFT', 60_000),
  ]);

  it('adds up long and short by symbol, the largest gross first', () => {
    expect(exposure.bySymbol).toEqual([
      { name: 'MSFT', long: 60_000, short: 0, grossShare: 0.6 },
      { name: 'AAPL', long: 30_000, short: 10_000, grossShare: 0.4 },
    ]);
  });

  it('adds up the same amounts by trader, and for the desk', () => {
    expect(exposure.byTrader).toEqual([
      { name: 'NET002', long: 60_000, short: 10_000, grossShare: 0.7 },
      { name: 'NET001', long: 30_000, short: 0, grossShare: 0.3 },
    ]);
    expect([grossOf(exposure), netOf(exposure)]).toEqual([100_000, 80_000]);
  });

  it('names the symbols whose value is unknown, and leaves them out', () => {
    const partly = exposureOf([
      amount('NET001', 'ZZ', null),
      amount('NET002', 'ZZ', null),
      amount('NET001', 'A', -5),
    ]);
    expect(partly.unvalued).toEqual(['ZZ']);
    expect(partly.bySymbol).toEqual([{ name: 'A', long: 0, short: 5, grossShare: 1 }]);
  });

  it('has no shares where nothing is open', () => {
    expect(exposureOf([])).toEqual({ long: 0, short: 0, bySymbol: [], byTrader: [], unvalued: [] });
    expect(exposureOf([amount('NET001', 'A', 0)]).bySymbol[0]?.grossShare).toBeNull();
  });
});

describe('the dollars of a unit', () => {
  const valuation: Valuation = {
    contractOf: contractLookup([{ pattern: 'ES*', multiplier: 50 }]),
    baseCurrency: 'USD',
    rates: new Map([['CAD', 0.73]]),
  };

  it.each([
    ['AAPL', '', 1],
    ['AAPL', 'USD', 1],
    ['SHOP', 'CAD', 0.73],
    ['ESZ6', '', 50],
    ['ESZ6', 'CAD', 36.5],
    ['SAP', 'EUR', null],
    ['CLZ6', '', null],
  ])('of %s in “%s” are %s', (symbol, currency, expected) => {
    expect(dollarsPerUnit(symbol, currency, valuation)).toBe(expected);
  });
});
