import { expect, it } from 'vitest';
import { volatility } from '../../../src/domain/indicators/volatility.ts';
import { inputOfR } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

const calm = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 1 : -1));
/** Weights of the last of 60 days at λ = 0.85 and 0.97. That day has r² = 16, the others have 1. */
const [fast, slow] = [0.85, 0.97].map((lambda) => (1 - lambda) / (1 - lambda ** 60));
const shocked = Math.sqrt((1 + 15 * (fast ?? Number.NaN)) / (1 + 15 * (slow ?? Number.NaN)));

it.each([
  ['vol_7', [9, 1, 2, 3, 0, -1, -2, -3], 2],
  ['vol_21', [9, ...Array(21).fill(-0.5)], 0.5],
  ['vol_ratio', calm, 1],
  ['vol_ratio', [...calm.slice(1), -4], shocked],
  ['downside_share', calm, Math.SQRT1_2],
  ['downside_share', Array(20).fill(-2), 1],
  ['downside_share', Array(20).fill(2), 0],
  ['worst_day_20', [-9, ...Array(18).fill(1), -2.5, 3], -2.5],
  ['tail_ratio_log', calm, 0],
  ['tail_ratio_log', calm.map((r) => (r < 0 ? -3 : 1)), Math.log(1.05 / 3.05)],
  ['tail_ratio_log', Array(40).fill(0), 0],
  ['tail_ratio_log', Array(40).fill(-0.95), Math.log(0.05)],
])('the indicator %s of r = %j is %d', (id, r, expected) => {
  expect(valueIn(volatility, id, inputOfR(r))).toBeCloseTo(expected, 12);
});

it.each([
  ['vol_ratio', Array(30).fill(0)],
  ['downside_share', Array(30).fill(0)],
  ['worst_day_20', Array(9).fill(1)],
])('the indicator %s of r = %j is null: every r is 0, or too few sessions', (id, r) => {
  expect(valueIn(volatility, id, inputOfR(r))).toBeNull();
});
