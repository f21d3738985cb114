import { describe, expect, it } from 'vitest';
import { capitalAmount, limitAmount, multiplierAmount } from '../../src/shared/limitAmounts.ts';

describe('an amount on the roster', () => {
  it.each([
    ['1', 1],
    ['2500.50', 2500.5],
    ['1000000000', 1e9],
  ])('reads the limit %s', (text, dollars) => {
    expect(limitAmount.parse(text)).toBe(dollars);
  });

  it.each([
    '',
    '0',
    '0.99',
    '-5',
    '+5',
    '1000000000.01',
    '1e4',
    '0x10',
    '5,000',
    '$5000',
    '5000.001',
    'Infinity',
    '5 000',
  ])('refuses the limit %j', (text) => {
    const issue = limitAmount.safeParse(text).error?.issues[0]?.message;
    expect(issue).toBe('a plain number of dollars, 1 to 1,000,000,000, with at most 2 decimals');
  });

  it('reads a risk capital of 20 times the largest limit', () => {
    expect(capitalAmount.parse('20000000000')).toBe(2e10);
    expect(capitalAmount.safeParse('100000000001').success).toBe(false);
  });

  it.each([
    ['50', 50],
    ['0.001', 0.001],
    ['12500000', 12_500_000],
  ])('reads the multiplier %s', (text, multiplier) => {
    expect(multiplierAmount.parse(text)).toBe(multiplier);
  });

  it.each(['0', '0.0000001', '-1', '1000000001', '1e3', 'NaN', 'Infinity'])(
    'refuses the multiplier %s',
    (text) => {
      expect(multiplierAmount.safeParse(text).success).toBe(false);
    },
  );
});
