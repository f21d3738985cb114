import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ResidualPool } from '../../../../src/domain/engines/model/residualPool.ts';
import { symbolSize } from '../../../../src/domain/risk/sizing/symbolSize.ts';
import { symbolVolatility } from '../../../../src/domain/risk/sizing/symbolVolatility.ts';
import { traderSize } from '../../../../src/domain/risk/sizing/traderSize.ts';

const goldens = z.object({
  symbols: z.array(
    z.object({
      days: z.array(z.object({ high: z.number(), low: z.number(), close: z.number() })),
      volatility: z.number().nullable(),
    }),
  ),
  tails: z.array(z.object({ values: z.array(z.number()), level: z.number(), meanBelow: z.number() })),
  sizes: z.array(
    z.object({
      maxRisk: z.number(),
      riskCapital: z.number().nullable(),
      usualShortfall: z.number().nullable(),
      expectedShortfallUpper95: z.number().nullable(),
      rulesReductionPct: z.number(),
      price: z.number(),
      contract: z.number(),
      tailMultiple: z.number(),
      volatility: z.number(),
      positionCap: z.number().nullable(),
      lotUnits: z.number(),
      multiplier: z.number(),
      size: z.number().nullable(),
    }),
  ),
});
const { symbols, tails, sizes } = goldens.parse(JSON.parse(readFileSync('tests/golden/sizing.json', 'utf8')));

describe('sizing, next to scripts/golden_sizing.py', () => {
  it.each(symbols)('gives the volatility of symbol %#', ({ days, volatility }) => {
    const dated = days.map((day, place) => ({ ...day, sessionDate: `day ${place}` }));
    const own = symbolVolatility(dated);
    if (volatility === null) expect(own).toBeNull();
    else expect(own).toBeCloseTo(volatility, 12);
  });

  it.each(tails)('gives the mean below the quantile of pool %#', ({ values, level, meanBelow }) => {
    expect(new ResidualPool(Float64Array.from(values)).meanBelow(level)).toBeCloseTo(meanBelow, 5);
  });

  it('gives 300 sizes', () => {
    const own = sizes.map((each) => {
      const trader = traderSize(
        {
          ...each,
          trader: 'NET001',
          expectedShortfall95: each.expectedShortfallUpper95,
          activeSessions: 100,
          exceptionLevel: 0.05,
        },
        each.maxRisk,
      );
      const { volatility, price, contract } = each;
      const symbol = { symbol: 'AAPL', price, multiplier: contract, volatility, isVolatilityAssumed: false };
      return {
        multiplier: trader.multiplier,
        size: symbolSize(trader, { ...symbol, usual: null }, each).size,
      };
    });
    expect(own).toEqual(sizes.map(({ multiplier, size }) => ({ multiplier, size })));
  });
});
