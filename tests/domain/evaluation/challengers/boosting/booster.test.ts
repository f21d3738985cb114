import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../../src/adapters/demo/simulation/random.ts';
import {
  type BoostingOptions,
  boostProbability,
  boostQuantile,
} from '../../../../../src/domain/evaluation/challengers/boosting/booster.ts';
import { quantile } from '../../../../../src/domain/statistics/descriptive.ts';
import { areaUnderCurve, pinballLoss } from '../../../../../src/domain/statistics/scores.ts';

interface Golden {
  readonly options: BoostingOptions;
  readonly level: number;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly r: readonly number[];
  readonly event: readonly number[];
  readonly pinball: number;
  readonly pinballOfNothing: number;
  readonly auc: number;
  readonly aucOfXgboost: number;
}

const golden = JSON.parse(readFileSync('tests/golden/boosting.json', 'utf8')) as Golden;
const rows = golden.rows.map((row) => Float64Array.from(row, (value) => value ?? Number.NaN));
const half = rows.length / 2;
const [seen, unseen] = [rows.slice(0, half), rows.slice(half)];

describe('the booster, trained on one half of a table and judged on the other', () => {
  it('reaches the pinball loss of scikit-learn’s within 2%, and well below that of no model', () => {
    const booster = boostQuantile(
      seen,
      Float64Array.from(golden.r.slice(0, half)),
      golden.level,
      golden.options,
    );
    const losses = unseen.map((row, at) => pinballLoss(golden.r[half + at] ?? 0, booster(row), golden.level));
    const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
    expect(Math.abs(loss / golden.pinball - 1)).toBeLessThan(0.02);
    expect(loss).toBeLessThan(0.9 * golden.pinballOfNothing);
  });

  it('reaches the AUC of scikit-learn’s and of xgboost within 0.01', () => {
    const booster = boostProbability(seen, Float64Array.from(golden.event.slice(0, half)), golden.options);
    const auc = areaUnderCurve(
      unseen.map((row, at) => ({ probability: booster(row), happened: golden.event[half + at] === 1 })),
    );
    expect(Math.abs((auc ?? 0) - golden.auc)).toBeLessThan(0.01);
    expect(Math.abs((auc ?? 0) - golden.aucOfXgboost)).toBeLessThan(0.01);
  });
});

describe('the booster', () => {
  const options: BoostingOptions = { trees: 20, depth: 3, leastLeafRows: 10, ridge: 1, shrinkage: 0.3 };
  const random = createRandom(3, 'boosting');
  const table = Array.from({ length: 400 }, () => Float64Array.of(random.normal(), random.normal()));

  it('is deterministic', () => {
    const targets = Float64Array.from(table, ([a = 0]) => a * a);
    const predictions = [0, 1].map(() => table.map(boostQuantile(table, targets, 0.5, options)));
    expect(predictions[0]).toEqual(predictions[1]);
  });

  it('predicts one value when no feature varies, and with too few rows to split', () => {
    const same = table.map(() => Float64Array.of(1, Number.NaN));
    const targets = Float64Array.from(table, ([a = 0]) => a);
    const middle = quantile([...targets], 0.5) ?? 0;
    expect(boostQuantile(same, targets, 0.5, options)(Float64Array.of(9, 9))).toBeCloseTo(middle, 12);
    const few = boostQuantile(table.slice(0, 19), targets.slice(0, 19), 0.5, options);
    expect(few(Float64Array.of(-5, 0))).toBe(few(Float64Array.of(5, 0)));
  });

  it('separates unknown values from every known value', () => {
    const holed = table.map((row, at) => (at % 4 === 0 ? Float64Array.of(Number.NaN, row[1] ?? 0) : row));
    const happened = Float64Array.from(holed, ([a = 0]) => Number(Number.isNaN(a)));
    const booster = boostProbability(holed, happened, options);
    expect(booster(Float64Array.of(Number.NaN, 0))).toBeGreaterThan(0.9);
    expect(booster(Float64Array.of(-9, 0))).toBeLessThan(0.1);
  });

  it('predicts neither 0 nor 1 for an event that never or always happened', () => {
    for (const always of [0, 1]) {
      const probability = boostProbability(
        table,
        new Float64Array(400).fill(always),
        options,
      )(table[0] as Float64Array);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
  });
});
