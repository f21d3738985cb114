import { expect, it } from 'vitest';
import { momentum } from '../../../src/domain/indicators/momentum.ts';
import { inputOfR } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

const fiveDays = [1, -2, 3, 0.5, -1];

it.each([
  ['last_r', fiveDays, -1],
  ['mean_r_3', fiveDays, 2.5 / 3],
  ['mean_r_5', fiveDays, 0.3],
  ['mean_r_10', [...fiveDays, ...fiveDays], 0.3],
  ['mean_r_20', [9, ...Array(19).fill(1), 2], 1.05],
  ['ewma_r_3', [1, 2, 4], (0.25 * 1 + 0.5 * 2 + 4) / 1.75],
  ['ewma_r_7', Array(7).fill(-0.4), -0.4],
])('the indicator %s of r = %j is %d', (id, r, expected) => {
  expect(valueIn(momentum, id, inputOfR(r))).toBeCloseTo(expected, 12);
});

it.each([
  ['mean_r_5', fiveDays.slice(1)],
  ['ewma_r_7', fiveDays],
  ['last_r', []],
])('the indicator %s of r = %j is null: too few sessions', (id, r) => {
  expect(valueIn(momentum, id, inputOfR(r))).toBeNull();
});

it('the weighted mean depends on the last 250 sessions only', () => {
  const recent = Array.from({ length: 250 }, (_, index) => Math.sin(index));
  expect(valueIn(momentum, 'ewma_r_21', inputOfR([1e15, ...recent]))).toBeCloseTo(
    valueIn(momentum, 'ewma_r_21', inputOfR(recent)) ?? Number.NaN,
    12,
  );
});
