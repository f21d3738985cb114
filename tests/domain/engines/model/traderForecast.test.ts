import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { baselineOf } from '../../../../src/domain/engines/model/baselineVolatility.ts';
import {
  type LocationScaleModel,
  untrainedModel,
} from '../../../../src/domain/engines/model/locationScale.ts';
import { ResidualPool } from '../../../../src/domain/engines/model/residualPool.ts';
import { type ForecastInput, forecastTrader } from '../../../../src/domain/engines/model/traderForecast.ts';

const FEATURES = 5;
const random = createRandom(10, 'forecasts');
const normals = (count: number, size: number) =>
  Float64Array.from({ length: count }, () => size * random.normal());

function anyModel(): LocationScaleModel {
  return {
    ...untrainedModel(FEATURES),
    standardisation: { means: normals(FEATURES, 1), deviations: normals(FEATURES, 1).map(Math.abs) },
    location: { intercept: 0.1 * random.normal(), coefficients: normals(FEATURES, 0.3) },
    logScale: { intercept: -0.6, coefficients: normals(FEATURES, 0.3) },
    pool: ResidualPool.of([normals(random.whole(0, 400), 1)]),
    rows: 400,
  };
}

function anyInput(): ForecastInput {
  const scale = Math.exp(random.between(3, 10));
  return {
    features: normals(FEATURES, 2).map((value) => (random.chance(0.2) ? Number.NaN : value)),
    scale,
    ...baselineOf(scale, scale * random.between(0.05, 3), null),
    largeLossThreshold: scale * random.between(-0.3, 2),
    exceptionLevel: random.between(0.01, 0.12),
    tailWidening: random.between(1, 1.5),
  };
}

const anyForecasts = Array.from({ length: 300 }, () => {
  const [model, input] = [anyModel(), anyInput()];
  return { model, input, said: forecastTrader(model, input) };
});

describe('a trader’s forecast', () => {
  it('never contradicts itself: VaR, quantiles and probabilities are of one distribution', () => {
    for (const { model, input, said } of anyForecasts) {
      expect(said.valueAtRisk95).toBe(-said.pnlQ05);
      expect(said.pnlQ05).toBeLessThanOrEqual(said.pnlQ15);
      expect(said.pnlQ15).toBeLessThanOrEqual(said.pnlQ50);
      const below = (dollars: number) =>
        model.pool.probabilityBelow((dollars / said.scale - said.location) / said.spread);
      expect(below(-said.valueAtRisk95)).toBeCloseTo(
        Math.max(input.exceptionLevel, 0.5 / model.pool.values.length),
        9,
      );
      expect(below(said.pnlQ15)).toBeCloseTo(0.15, 9);
      expect(below(said.pnlQ50)).toBeCloseTo(0.5, 9);
      expect(said.largeLossProbability).toBe(below(-input.largeLossThreshold));
      expect(said.riskRatio).toBe(said.largeLossProbability / 0.15);
    }
  });

  it('calls a loss at its own 15 % quantile the usual risk, one further out less, one nearer more', () => {
    for (const { model, input, said } of anyForecasts) {
      const riskOf = (loss: number) =>
        forecastTrader(model, { ...input, largeLossThreshold: loss }).riskRatio;
      expect(riskOf(-said.pnlQ15)).toBeCloseTo(1, 9);
      expect(riskOf(-said.pnlQ15 + said.scale)).toBeLessThan(1);
      expect(riskOf(-said.pnlQ15 - 0.5 * said.scale)).toBeGreaterThan(1);
    }
  });

  it('grows with the trader’s dollars and with nothing else', () => {
    for (const { model, input, said } of anyForecasts) {
      const [scale, largeLossThreshold] = [100 * input.scale, 100 * input.largeLossThreshold];
      const grown = forecastTrader(model, { ...input, scale, largeLossThreshold });
      expect(grown.valueAtRisk95 / said.valueAtRisk95).toBeCloseTo(100, 6);
      expect(grown.largeLossProbability).toBeCloseTo(said.largeLossProbability, 9);
    }
  });

  it('keeps a tenth of the scale for a trader who has not moved for weeks', () => {
    const still = forecastTrader(anyModel(), { ...anyInput(), scale: 500, ...baselineOf(500, 0, null) });
    expect(still.baselineScale).toBe(0.1);
  });

  it('is the plain volatility times the pool where nothing has been learned', () => {
    const model = untrainedModel(FEATURES);
    const input = { ...anyInput(), scale: 1_000, ...baselineOf(1_000, 800, null), exceptionLevel: 0.05 };
    const said = forecastTrader(model, input);
    expect([said.location, said.spread]).toEqual([0, 0.8]);
    expect(said.valueAtRisk95).toBeCloseTo(-800 * model.pool.quantile(0.05), 9);
  });
});
