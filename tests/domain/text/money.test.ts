import { expect, it } from 'vitest';
import {
  limitDollars,
  limitNumber,
  pnlDollars,
  riskDollars,
  roughDollars,
} from '../../../src/domain/text/money.ts';

it.each([
  [5000, '$5,000'],
  [1234.56, '$1,234.56'],
  [0, '$0'],
  [0.1 + 0.2, '$0.30'],
  [1234.5, '$1,234.50'],
  [1_000_000, '$1,000,000'],
])('a limit of %d dollars reads %s', (dollars, words) => {
  expect(limitDollars(dollars)).toBe(words);
});

it.each([
  [1999.999, '$1,999.99', 1999.99],
  [1.005, '$1', 1],
  [0.289, '$0.28', 0.28],
  [1.1, '$1.10', 1.1],
])('a limit of %d dollars is never rounded up', (dollars, words, plain) => {
  expect([limitDollars(dollars), limitNumber(dollars)]).toEqual([words, plain]);
});

it.each([
  [-1234.56, '−$1,234.56'],
  [1250, '$1,250'],
  [-0.001, '$0'],
  [-99.999, '−$100'],
])('a P&L of %d dollars reads %s', (dollars, words) => {
  expect(pnlDollars(dollars)).toBe(words);
});

it.each([
  [1240.01, '$1,241'],
  [1240, '$1,240'],
  [-12.5, '−$12'],
])('a possible loss of %d dollars reads %s, rounded up', (dollars, words) => {
  expect(riskDollars(dollars)).toBe(words);
});

it.each([
  [-1234.56, '−$1,235'],
  [0.4, '$0'],
  [-0.4, '$0'],
])('%d dollars in a caption reads %s', (dollars, words) => {
  expect(roughDollars(dollars)).toBe(words);
});
