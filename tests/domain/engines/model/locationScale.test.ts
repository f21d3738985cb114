import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import {
  fitLocationScale,
  type LocationScaleModel,
  predict,
  standardisedValue,
  type TrainingSession,
  targetsOf,
  untrainedModel,
  winsorise,
} from '../../../../src/domain/engines/model/locationScale.ts';
import { MomentSums } from '../../../../src/domain/engines/model/momentSums.ts';
import { ResidualPool } from '../../../../src/domain/engines/model/residualPool.ts';

const trained: LocationScaleModel = {
  ...untrainedModel(3),
  standardisation: { means: Float64Array.of(10, -1, 5), deviations: Float64Array.of(2, 0.5, 0) },
  location: { intercept: 0.1, coefficients: Float64Array.of(0.2, -0.1, 9) },
  logScale: { intercept: 7, coefficients: Float64Array.of(0.3, 0.1, 9) },
  rows: 200,
};

describe('winsorising', () => {
  it.each([
    ['pulls in what lies further than 4 deviations out', trained, [30, -4, 5], [18, -3, 5]],
    ['leaves what lies nearer, and what is unknown', trained, [17.9, Number.NaN, 5], [17.9, Number.NaN, 5]],
    ['pins a feature that never varied to its value', trained, [10, -1, 6], [10, -1, 5]],
    ['waits for 200 rows to know what is far', { ...trained, rows: 199 }, [30, -4, 6], [30, -4, 6]],
  ])('clips features at four deviations: %s', (_, model, row, expected) => {
    const values = Float64Array.from(row);
    winsorise(values, model);
    expect([...values]).toEqual(expected);
  });
});

describe('a prediction', () => {
  it.each([
    ['at the means', [10, -1, 5], 0.1, 1],
    ['a deviation up', [12, -0.5, 5], 0.2, Math.exp(0.4)],
    ['of nothing known', [Number.NaN, Number.NaN, Number.NaN], 0.1, 1],
    ['far out, as four deviations out', [1_000, -1, 5], 0.9, 3],
    ['never further than an ordinary day', [1_000, -1_000, 5], 1, Math.exp(0.8)],
    ['never below a third of the plain volatility', [-1_000, -1_000, 5], -0.3, 1 / 3],
  ])('adds the weighted features: %s', (_, row, location, scaleFactor) => {
    const said = predict(trained, Float64Array.from(row));
    expect(said.location).toBeCloseTo(location, 12);
    expect(said.scaleFactor).toBeCloseTo(scaleFactor, 12);
  });

  it('of an untrained model is the plain volatility, whatever the features', () => {
    expect(predict(untrainedModel(3), Float64Array.of(1e6, -1e6, Number.NaN))).toEqual({
      location: 0,
      scaleFactor: 1,
    });
  });

  it('sees a feature as its distance from the mean in deviations, unknown as none', () => {
    const row = Float64Array.of(11, Number.NaN, 7);
    const seen = [0, 1, 2].map((feature) => standardisedValue(trained.standardisation, row, feature));
    expect(seen).toEqual([0.5, 0, 0]);
  });
});

describe('the targets of a row', () => {
  it.each([
    ['an ordinary loss', -1, 0.5, 2, [-1, Math.log(1.5 / 2)]],
    ['a day beyond five ordinary ones', -9, 0, 1, [-5, Math.log(9)]],
    ['and as far up', 7, 1, 1, [5, Math.log(6)]],
    ['a day just as forecast', 0.5, 0.5, 0.8, [0.5, Math.log(0.05 / 0.8)]],
  ])('are r and the logarithm of its residual: %s', (_, r, location, baselineScale, expected) => {
    const targets = new Float64Array(2);
    targetsOf(r, location, baselineScale, targets);
    expect(targets[0]).toBe(expected[0]);
    expect(targets[1]).toBeCloseTo(expected[1] ?? Number.NaN, 12);
  });
});

describe('the location-scale fit', () => {
  it('finds what drives location and scale, and stays with the mean where nothing does', () => {
    const model = fitLocationScale(simulated(180, 10, { location: 0.5, scale: 0.6 }), 3, 250);
    expect(model.location.coefficients[0]).toBeCloseTo(0.5, 0.8);
    expect(model.logScale.coefficients[1]).toBeCloseTo(0.6, 0.8);
    expect(Math.abs(model.location.coefficients[2] ?? 1)).toBeLessThan(0.06);
    expect([model.rows, model.sessions]).toEqual([1_800, 180]);
    const idle = fitLocationScale(simulated(180, 10, { location: 0, scale: 0 }), 3, 250);
    expect(idle.penalties).toEqual([6_400, 6_400]);
    expect(predict(idle, Float64Array.of(3, 3, 3)).scaleFactor).toBeCloseTo(1, 1);
  });

  it('pools the residuals of the last sessions only', () => {
    const sessions = simulated(30, 4, { location: 0, scale: 0 });
    const { pool } = fitLocationScale(sessions, 3, 10);
    expect(pool).toEqual(ResidualPool.of(sessions.slice(-10).map(({ residuals }) => residuals)));
  });

  it.each([
    ['no session', []],
    ['sessions without a row', [{ ordinal: 0, sums: new MomentSums(3, 2), residuals: new Float64Array(0) }]],
  ])('of %s is the untrained model', (_, sessions) => {
    expect(fitLocationScale(sessions, 3, 250)).toEqual(untrainedModel(3));
  });
});

/**
 * Rows whose first feature moves the location and whose second the logarithm of the scale; the third does
 * nothing.
 */
function simulated(
  sessions: number,
  rows: number,
  effect: { location: number; scale: number },
): TrainingSession[] {
  const random = createRandom(11, 'location and scale');
  const targets = new Float64Array(2);
  return Array.from({ length: sessions }, (_, ordinal) => {
    const sums = new MomentSums(3, 2);
    const residuals = Float64Array.from({ length: rows }, () => {
      const row = Float64Array.of(random.normal(), random.normal(), random.normal());
      const location = effect.location * (row[0] ?? 0);
      const z = random.normal();
      targetsOf(location + z * Math.exp(effect.scale * (row[1] ?? 0)), location, 1, targets);
      sums.add(row, targets);
      return z;
    });
    return { ordinal, sums, residuals };
  });
}
