import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../../../src/domain/engines/model/baselineVolatility.ts';
import { modelReasons } from '../../../../src/domain/engines/model/explain.ts';
import { featureIds } from '../../../../src/domain/engines/model/features.ts';
import { forecastTrader } from '../../../../src/domain/engines/model/traderForecast.ts';
import { firstModel, type TrainedModel } from '../../../../src/domain/engines/model/trainedModel.ts';
import type { RealisedVolatility } from '../../../../src/domain/indicators/realisedVolatility.ts';

const place = (id: string) => featureIds.indexOf(id);
const ones = () => new Float64Array(featureIds.length).fill(1);

/**
 * A model whose features have mean 0 and deviation 1, and which weighs those named in the logarithm of the
 * scale.
 */
function model(weights: Readonly<Record<string, number>>): TrainedModel {
  const coefficients = new Float64Array(featureIds.length);
  for (const [id, weight] of Object.entries(weights)) coefficients[place(id)] = weight;
  return {
    ...firstModel,
    curve: { beginsAt: 0.4, fullAt: 1.1 },
    standardisation: { means: new Float64Array(featureIds.length), deviations: ones() },
    logScale: { intercept: 0, coefficients },
  };
}

function reasons(weights: Readonly<Record<string, number>>, values: Readonly<Record<string, number>>) {
  const row = new Float64Array(featureIds.length).fill(Number.NaN);
  for (const [id, value] of Object.entries(values)) row[place(id)] = value;
  const trained = model(weights);
  const input = {
    scale: 1_000,
    ...baselineOf(1_000, 1_000, null),
    largeLossThreshold: 1_000,
    exceptionLevel: 0.05,
    tailWidening: null,
  };
  const forecast = forecastTrader(trained, { features: row, ...input });
  return { forecast, told: modelReasons(trained, row, forecast, values) };
}

describe('the reasons of the model', () => {
  it('are the features that raise the risk, the most first, each with its own number', () => {
    const { told } = reasons(
      { give_back: 0.3, revenge_rate: 0.15, idle: -0.4 },
      { give_back: 2, revenge_rate: 1, idle: 1 },
    );
    expect(told.map(({ code, text, value }) => [code, text, value])).toEqual([
      ['give_back', 'last session gave back 2.00 ordinary days from its best', 2],
      ['revenge_rate', 're-enters 2.72 times as fast after a loss as otherwise', 1],
    ]);
  });

  it('are three at most, and none of what is unknown', () => {
    const weights = {
      give_back: 0.2,
      revenge_rate: 0.2,
      size_after_loss: 0.2,
      averaging_down: 0.2,
      clustering: 0.9,
    };
    const { told } = reasons(weights, {
      give_back: 2,
      revenge_rate: 1.9,
      size_after_loss: 1.8,
      averaging_down: 1.7,
    });
    expect(told.map(({ code }) => code)).toEqual(['give_back', 'revenge_rate', 'size_after_loss']);
  });

  it('are the probability itself and the start of the curve where no feature stands out', () => {
    const { told, forecast } = reasons({}, { give_back: 3 });
    const chance = Math.round(100 * forecast.largeLossProbability);
    expect(told).toEqual([
      expect.objectContaining({
        code: 'large_loss_risk',
        text: `chance of a large loss ${chance}%; on this desk's record cuts begin at 6%`,
        value: forecast.largeLossProbability,
      }),
    ]);
  });

  it('add what trips and ranges do to σ₀ and through their features, and state their indicator', () => {
    const shares = (realised: number) => {
      const trained = model({ day_range_50: 0.4 });
      const row = new Float64Array(featureIds.length).fill(Number.NaN);
      row[place('day_range_50')] = 0.5;
      const same = { tripSwing50: 1, tripSwing70: 1, tripSwing85: 1, dayRange50: realised };
      const measures = { ...same, dayRange70: realised, dayRange85: realised, dayRange94: realised };
      const dollars = Object.fromEntries(Object.entries(measures).map(([id, x]) => [id, 1_000 * x]));
      const basis = baselineOf(1_000, 1_000, dollars as unknown as RealisedVolatility);
      const input = { scale: 1_000, largeLossThreshold: 1_000, exceptionLevel: 0.05, tailWidening: null };
      const forecast = forecastTrader(trained, { ...input, ...basis, features: row });
      return modelReasons(trained, row, forecast, { range_volatility: realised, trip_volatility: 1 });
    };
    expect(shares(2).map(({ code, text, value }) => [code, text, value])).toEqual([
      ['range_volatility', 'ranges within the day point to closes 2.00 times an ordinary day', 2],
    ]);
    expect(shares(0.2).map(({ code }) => code)).toEqual(['large_loss_risk']);
  });
});
