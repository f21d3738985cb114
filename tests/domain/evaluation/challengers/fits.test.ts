import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { logisticFit } from '../../../../src/domain/evaluation/challengers/logistic.ts';
import { quantileFit } from '../../../../src/domain/evaluation/challengers/quantileRegression.ts';
import { quantile } from '../../../../src/domain/statistics/descriptive.ts';

const random = createRandom(9, 'fits');
const rows = Array.from({ length: 4_000 }, () => Float64Array.of(1, random.normal(), random.normal()));

describe('the logistic ridge', () => {
  it('finds the odds that made the events', () => {
    const happened = Float64Array.from(rows, ([, a = 0]) =>
      Number(random.uniform() < 1 / (1 + Math.exp(-(-1 + 1.5 * a)))),
    );
    const [constant = 0, first = 0, second = 0] = logisticFit(rows, happened, 1e-6);
    expect(Math.abs(constant + 1)).toBeLessThan(0.15);
    expect(Math.abs(first - 1.5)).toBeLessThan(0.15);
    expect(Math.abs(second)).toBeLessThan(0.15);
  });

  it('equals the base rate when a large penalty removes all but the constant', () => {
    const happened = Float64Array.from(rows, (_, at) => Number(at % 4 === 0));
    const [constant = 0, first = 1] = logisticFit(rows, happened, 1e9);
    expect(1 / (1 + Math.exp(-constant))).toBeCloseTo(0.25, 4);
    expect(first).toBeCloseTo(0, 4);
  });
});

describe('the quantile ridge', () => {
  it.each([0.05, 0.15, 0.5])('leaves a share of %d of the targets below', (level) => {
    const targets = Float64Array.from(
      rows,
      ([, a = 0]) => 2 * a + (1 + 0.5 * Math.tanh(a)) * random.normal(),
    );
    const beta = quantileFit(rows, targets, level, 1e-6);
    const below = rows.filter(
      (row, at) =>
        (targets[at] ?? 0) < (beta[0] ?? 0) + (beta[1] ?? 0) * (row[1] ?? 0) + (beta[2] ?? 0) * (row[2] ?? 0),
    );
    expect(Math.abs(below.length / rows.length - level)).toBeLessThan(0.01);
  });

  it('equals the plain quantile when a large penalty removes all but the constant', () => {
    const targets = Float64Array.from(rows, () => random.normal());
    const [constant = 0] = quantileFit(rows, targets, 0.15, 1e9);
    expect(constant).toBeCloseTo(quantile([...targets], 0.15) ?? 0, 1);
  });
});
