import { baselineOf } from '../../../src/domain/engines/model/baselineVolatility.ts';
import { untrainedModel } from '../../../src/domain/engines/model/locationScale.ts';
import { ResidualPool } from '../../../src/domain/engines/model/residualPool.ts';
import { forecastTrader } from '../../../src/domain/engines/model/traderForecast.ts';
import { symbolSize } from '../../../src/domain/risk/sizing/symbolSize.ts';
import { symbolVolatility } from '../../../src/domain/risk/sizing/symbolVolatility.ts';
import { type TraderRisk, traderSize } from '../../../src/domain/risk/sizing/traderSize.ts';
import { dollars, type Example } from './example.ts';

const RISK: TraderRisk = {
  trader: 'NET001',
  expectedShortfall95: 2_300,
  expectedShortfallUpper95: 2_500,
  usualShortfall: null,
  riskCapital: 100_000,
  rulesReductionPct: 0,
  activeSessions: 100,
  exceptionLevel: 0.05,
};

/** Section 15. */
export const sizingExamples: readonly Example[] = [
  {
    section: 15,
    title: 'expected shortfall',
    numbers: () => {
      // All residuals of the tail are −2.4.
      const pool = new ResidualPool(
        Float64Array.from({ length: 101 }, (_, place) => (place < 20 ? -2.4 : 1)),
      );
      const { expectedShortfall95, expectedShortfallUpper95 } = forecastTrader(
        { ...untrainedModel(0), pool },
        {
          features: new Float64Array(0),
          scale: 1_000,
          ...baselineOf(1_000, 1_200, null),
          largeLossThreshold: 1_000,
          exceptionLevel: 0.05,
          tailWidening: 1.15,
        },
      );
      return [
        `ES 95 is ${dollars(expectedShortfall95, 0)}, and ES⁺ ${dollars(expectedShortfallUpper95 ?? Number.NaN, 0)}`,
      ];
    },
  },
  {
    section: 15,
    title: 'multiplier',
    numbers: () => {
      const { budget, multiplier } = traderSize(RISK, 0.02);
      return [`gives a budget of ${dollars(budget ?? Number.NaN, 0)}`, `m = ${multiplier.toFixed(2)}`];
    },
  },
  {
    section: 15,
    title: 'size in a symbol',
    numbers: () => {
      const days = Array.from({ length: 20 }, (_, day) => {
        const close = 100 * 1.01 ** day;
        return { sessionDate: `day ${day}`, high: close * 1.01, low: close, close };
      });
      const trader = traderSize(RISK, 0.02);
      const symbol = { symbol: 'AAPL', price: 50, multiplier: 1, volatility: 0.02, usual: null };
      const sized = (positionCap: number | null, lotUnits: number) =>
        symbolSize(
          trader,
          { ...symbol, isVolatilityAssumed: false },
          { tailMultiple: 2.5, positionCap, lotUnits },
        );
      const plain = sized(null, 1);
      return [
        `σ = ${symbolVolatility(days)?.toFixed(5)}`,
        `${plain.size} units, worth ${dollars(plain.value ?? Number.NaN, 0)}`,
        `in lots of 100, ${sized(null, 100).size}; with a cap of $10,000, ${sized(10_000, 1).size}`,
      ];
    },
  },
];
