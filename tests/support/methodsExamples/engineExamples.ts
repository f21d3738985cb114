import { expect } from 'vitest';
import { CUT_CURVES, cutFor, FIRST_CURVE } from '../../../src/domain/engines/cutCurve.ts';
import { nextLevel, nextTradeProbability } from '../../../src/domain/engines/model/adaptiveCoverage.ts';
import { baselineOf } from '../../../src/domain/engines/model/baselineVolatility.ts';
import { predict, targetsOf, untrainedModel } from '../../../src/domain/engines/model/locationScale.ts';
import { modelConfidence } from '../../../src/domain/engines/model/modelConfidence.ts';
import { foldsOf } from '../../../src/domain/engines/model/penalty.ts';
import { forecastTrader } from '../../../src/domain/engines/model/traderForecast.ts';
import { TraderRecord } from '../../../src/domain/engines/model/traderRecord.ts';
import { tierOf } from '../../../src/domain/engines/modelTier.ts';
import { drawdownOf } from '../../../src/domain/engines/rules/drawdown.ts';
import { evaluateRules } from '../../../src/domain/engines/rules/evaluateRules.ts';
import { dayMeasures } from '../../../src/domain/indicators/dayMeasures.ts';
import { realisedVolatility } from '../../../src/domain/indicators/realisedVolatility.ts';
import { limitAfter, roundCut } from '../../../src/domain/outcome/reduction.ts';
import { facts, factsOf } from '../facts.ts';
import { seriesOf } from '../series.ts';
import { dollars, type Example, signed, sixtyDays, THREE_LOSSES } from './example.ts';

/** Sections 5 to 7: rules, model, from forecast to cut. */
export const engineExamples: readonly Example[] = [
  {
    section: 5,
    title: 'rules',
    numbers: () => {
      const fired = evaluateRules({
        netPnl: [...sixtyDays, ...THREE_LOSSES],
        riskCapital: 12_000,
      });
      expect(fired.map(({ code }) => code)).toEqual(['drawdown', 'loss_streak', 'worst_day']);
      const [drawdown, streak, worst] = fired;
      return [
        `drawdown is ${drawdown?.value.toFixed(1)} % of risk capital: cut ${drawdown?.reductionPct} %`,
        `${streak?.value} losing sessions in a row: cut ${streak?.reductionPct} %`,
        `below the 5 % quantile of the 60 sessions before, ${signed(worst?.comparedWith ?? Number.NaN, 0)}: cut ${worst?.reductionPct} %`,
        `The proposal is ${drawdown?.reductionPct} %`,
      ];
    },
  },
  {
    section: 5,
    title: 'fresh drawdown',
    numbers: () => {
      const netPnl = [2_000, -9_000, -9_000, 1_000, 1_440];
      const { dollars: fall, depth, recovered, sessionsSinceLow } = drawdownOf(netPnl);
      expect([depth, sessionsSinceLow]).toEqual([18_000, 2]);
      expect(drawdownOf([...netPnl, 2_059]).isFresh).toBe(true);
      expect(drawdownOf([...netPnl, 2_060]).isFresh).toBe(false);
      const [rule] = evaluateRules({ netPnl, riskCapital: 100_000 });
      return [
        `The drawdown is ${dollars(fall).replace('.00', '')} or ${rule?.value.toFixed(1)} %; ${(100 * recovered).toFixed(1)} % of 18,000 were recovered. It is fresh: cut ${rule?.reductionPct} %`,
      ];
    },
  },
  {
    section: 6,
    title: 'plain volatility',
    numbers: () => {
      const record = new TraderRecord({ trader: 'NET001', baseLimit: 5_000, riskCapital: 100_000 });
      for (const day of factsOf(sixtyDays)) record.push(day);
      const volatility = record.volatility ?? Number.NaN;
      const scale = record.series.scale ?? Number.NaN;
      return [
        `plain volatility ${dollars(volatility)}`,
        `P/S = ${(volatility / scale).toFixed(3)}`,
        `k = ${dollars(record.largeLossThreshold)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'realised volatility',
    numbers: () => {
      const { tripSwing, dayRange } = dayMeasures(facts());
      const even = factsOf(Array(20).fill(500), { bestRunningPnl: 1_000, worstRunningPnl: 0 });
      const { realised } = seriesOf('NET001', 5_000, even);
      const desk = { tripSwing: 0.6, dayRange: 0.6 };
      const known = realisedVolatility(realised, desk)?.dayRange70 ?? Number.NaN;
      const all = { tripSwing50: 1_500, tripSwing70: 1_500, tripSwing85: 1_500, dayRange50: 1_500 };
      const measures = { ...all, dayRange70: 1_500, dayRange85: 1_500, dayRange94: 1_500 };
      return [
        `V = ${dollars(tripSwing)}, R = ${dollars(dayRange, 0)}`,
        `c = ${(known / 1_000 / Math.sqrt(Math.PI / 2)).toFixed(3)} and E = ${dollars(known)}`,
        `σ₀ = ${baselineOf(1_000, 1_200, measures).baselineScale.toFixed(3)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'targets of a row',
    numbers: () => {
      const targets = new Float64Array(2);
      targetsOf(-2.2074, 0.05, 1.02, targets);
      return [
        `location target ${signed(targets[0] ?? Number.NaN, 4)}`,
        `log-scale target ${(targets[1] ?? Number.NaN).toFixed(4)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'folds',
    numbers: () => {
      const [newest] = foldsOf(300);
      return [
        `${foldsOf(300).length} folds`,
        `trains on sessions ${(newest?.trainFrom ?? 0) + 1} to ${newest?.trainTo} and tests on ${(newest?.testFrom ?? 0) + 1} to ${newest?.testTo}`,
      ];
    },
  },
  {
    section: 6,
    title: 'from one distribution',
    numbers: () => {
      const model = untrainedModel(1);
      expect(predict(model, Float64Array.of(0))).toEqual({ location: 0, scaleFactor: 1 });
      const forecast = forecastTrader(model, {
        features: Float64Array.of(0),
        scale: 400,
        ...baselineOf(400, 440, null),
        largeLossThreshold: 350,
        exceptionLevel: 0.05,
        tailWidening: null,
      });
      return [
        `F⁻¹(0.05) = ${signed(model.pool.quantile(0.05))}`,
        `VaR95 = ${dollars(forecast.valueAtRisk95)}`,
        `F(−0.795) = ${forecast.largeLossProbability.toFixed(3)}`,
        `ρ = ${forecast.riskRatio.toFixed(2)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'adapted level and chance of trading',
    numbers: () => [
      `breach moves the level from 5 % to ${(100 * nextLevel(0.05, true)).toFixed(3)} %`,
      `day without a breach to ${(100 * nextLevel(0.05, false)).toFixed(3)} %`,
      `from 1 to ${nextTradeProbability(1, false)}`,
    ],
  },
  {
    section: 7,
    title: 'curve, rounding, limit',
    numbers: () => [
      `${CUT_CURVES.length} curves`,
      `80 %·(1.9 − 1.3)/0.7 = 68.6 %, rounded to ${cutFor(1.9, { beginsAt: 1.3, fullAt: 2 }, 80)} %`,
      `at ρ = 3 the first curve cuts ${cutFor(3, FIRST_CURVE, 80)} %`,
      `a cut of 7 % becomes ${roundCut(7, 80)}`,
      `$3,333.33 cut by 20 % is ${dollars(limitAfter(3_333.33, 20, 50))}`,
    ],
  },
  {
    section: 7,
    title: 'tier and confidence',
    numbers: () => [
      `ρ = 1.9 is ${tierOf(1.9, false, { high: 2, neutral: 1.3 })}`,
      `ρ = 2.1 is ${tierOf(2.1, false, { high: 2, neutral: 1.3 })}`,
      `is ${modelConfidence({ activeSessions: 80, modelReductionPct: 30, rulesReductionPct: 40, probabilityHalfWidth: 0.03 })} confidence`,
    ],
  },
];
