import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SizeTerms,
  type SymbolRisk,
  symbolSize,
} from '../../../../src/domain/risk/sizing/symbolSize.ts';
import type { TraderSize } from '../../../../src/domain/risk/sizing/traderSize.ts';

const TRADER: TraderSize = {
  trader: 'NET001',
  multiplier: 0.8,
  budget: 2_000,
  budgetFrom: 'usual-day',
  confidence: 'high',
  riskLevel: 'MEDIUM',
  boundBy: 'expected-shortfall',
};
const SYMBOL: SymbolRisk = {
  symbol: 'AAPL',
  price: 50,
  multiplier: 1,
  volatility: 0.02,
  isVolatilityAssumed: false,
  usual: 800,
};
const TERMS: SizeTerms = { tailMultiple: 2.5, positionCap: null, lotUnits: 1 };

const share = fc.double({ min: 1e-4, max: 0.5, noNaN: true });
const price = fc.double({ min: 0.01, max: 10_000, noNaN: true });
const anyTrader = fc
  .record({
    budget: fc.double({ min: 1, max: 1e7, noNaN: true }),
    multiplier: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((changed) => ({ ...TRADER, ...changed }));
const anySymbol = fc
  .record({ price, volatility: share, multiplier: fc.constantFrom(1, 50, 100) })
  .map((changed) => ({ ...SYMBOL, ...changed }));
const anyTerms: fc.Arbitrary<SizeTerms> = fc.record({
  tailMultiple: fc.double({ min: 1, max: 6, noNaN: true }),
  positionCap: fc.option(fc.double({ min: 1, max: 1e7, noNaN: true })),
  lotUnits: fc.constantFrom(1, 100),
});
const sizeOf = (...args: Parameters<typeof symbolSize>) => symbolSize(...args).size ?? Number.NaN;

describe('the size of a trader in a symbol', () => {
  it('is what the reduced budget allows on a bad session', () => {
    expect(symbolSize(TRADER, SYMBOL, TERMS)).toEqual({
      size: 640,
      value: 32_000,
      confidence: 'high',
      riskLevel: 'MEDIUM',
      boundBy: 'risk-budget',
      noSize: null,
    });
  });

  it.each([
    ['lots of 100', {}, { lotUnits: 100 }, { size: 600, boundBy: 'risk-budget' }],
    ['a cap', {}, { positionCap: 10_000 }, { size: 200, value: 10_000, boundBy: 'position-cap' }],
    ['a price that never moved and a cap', { volatility: 0 }, { positionCap: 10_000 }, { size: 200 }],
    ['a negative price', { price: -50 }, {}, { size: 640, value: 32_000 }],
    ['nine tenths of the usual order', { usual: 711 }, {}, { riskLevel: 'LOW' }],
    ['a price above the budget', { price: 1e6 }, {}, { size: 0, value: 0, riskLevel: 'CRITICAL' }],
    ['an unusual symbol', { usual: null }, {}, { riskLevel: 'MEDIUM' }],
    ['a large usual order', { usual: 1_000 }, {}, { riskLevel: 'HIGH' }],
    ['a small usual order', { usual: 100 }, {}, { riskLevel: 'LOW' }],
    ['the volatility of others', { isVolatilityAssumed: true }, {}, { confidence: 'low', size: 640 }],
  ])('with %s', (_, symbol, terms, expected) => {
    expect(symbolSize(TRADER, { ...SYMBOL, ...symbol }, { ...TERMS, ...terms })).toMatchObject(expected);
  });

  it.each([
    ['no-price', { price: null }, {}],
    ['price-of-zero', { price: 0 }, {}],
    ['no-multiplier', { multiplier: null }, {}],
    ['no-volatility', { volatility: null }, {}],
    ['no-bound', { volatility: 0 }, {}],
    ['no-budget', {}, { budget: null }],
  ] as const)('is null with the reason %s', (noSize, symbol, trader) => {
    expect(symbolSize({ ...TRADER, ...trader }, { ...SYMBOL, ...symbol }, TERMS)).toEqual({
      size: null,
      value: null,
      confidence: 'low',
      riskLevel: 'MEDIUM',
      boundBy: null,
      noSize,
    });
  });

  it('is never rounded up, and is a multiple of the lot', () => {
    fc.assert(
      fc.property(anyTrader, anySymbol, anyTerms, (trader, symbol, terms) => {
        const size = sizeOf(trader, symbol, terms);
        const unitValue = symbol.price * symbol.multiplier;
        const risk = size * unitValue * terms.tailMultiple * symbol.volatility;
        expect(risk).toBeLessThanOrEqual(trader.budget * trader.multiplier * (1 + 1e-12));
        expect(size * unitValue).toBeLessThanOrEqual((terms.positionCap ?? Infinity) * (1 + 1e-12));
        expect(size % terms.lotUnits).toBe(0);
      }),
    );
  });

  it('never grows with the risk of the trader, the volatility or the price', () => {
    const more = fc.double({ min: 1, max: 10, noNaN: true });
    fc.assert(
      fc.property(anyTrader, anySymbol, anyTerms, more, (trader, symbol, terms, factor) => {
        const size = sizeOf(trader, symbol, terms);
        const less = { ...trader, multiplier: trader.multiplier / factor };
        expect(sizeOf(less, symbol, terms)).toBeLessThanOrEqual(size);
        const wilder = { ...symbol, volatility: symbol.volatility * factor };
        expect(sizeOf(trader, wilder, terms)).toBeLessThanOrEqual(size);
        const dearer = { ...symbol, price: symbol.price * factor };
        expect(sizeOf(trader, dearer, terms)).toBeLessThanOrEqual(size);
      }),
    );
  });

  it('is the same in another unit of money, but for one lot at a boundary', () => {
    fc.assert(
      fc.property(
        anyTrader,
        anySymbol,
        anyTerms,
        fc.constantFrom(0.01, 100),
        (trader, symbol, terms, factor) => {
          const cap = terms.positionCap === null ? null : terms.positionCap * factor;
          const scaled = sizeOf(
            { ...trader, budget: trader.budget * factor },
            { ...symbol, price: symbol.price * factor },
            { ...terms, positionCap: cap },
          );
          expect(Math.abs(scaled - sizeOf(trader, symbol, terms))).toBeLessThanOrEqual(terms.lotUnits);
        },
      ),
    );
  });
});
