import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { author, dollarsOption, limitDollarsOption, wholeNumber } from '../../src/commands/optionParsers.ts';
import { multiplierAmount } from '../../src/shared/limitAmounts.ts';

it.each([
  ['5,000', 5000],
  ['$5,000', 5000],
  ['5000.00', 5000],
])('--limit %s is read as $%d', (text, dollars) => {
  expect(limitDollarsOption(text)).toBe(dollars);
});

it.each([
  [
    '5.000',
    '5.000 may mean 5,000 or 5. Expected a plain number of dollars, 1 to 1,000,000,000, with at most 2 decimals.',
  ],
  [
    '5,00',
    '5,00 has a comma for decimals, or a digit is missing. Expected a plain number of dollars, 1 to 1,000,000,000, with at most 2 decimals.',
  ],
  ['0', 'Expected a plain number of dollars, 1 to 1,000,000,000, with at most 2 decimals.'],
])('--limit %s is refused with the reason and the bounds', (text, message) => {
  expect(() => limitDollarsOption(text)).toThrow(new InvalidArgumentError(message));
});

it('a multiplier may have any number of decimals', () => {
  expect(dollarsOption(multiplierAmount)('0.0001')).toBe(0.0001);
  expect(dollarsOption(multiplierAmount)('12,500,000')).toBe(12_500_000);
});

describe('the name of an individual', () => {
  it.each(['ann', ' Ann Lee ', 'Żółć'])('is %s', (name) => {
    expect(author(name)).toBe(name.trim());
  });

  it.each(['', '  ', 'a\u0007b', 'a\nb', 'a\u200Bb', 'Daybreak', ' daybreak '])('is not %j', (name) => {
    expect(() => author(name)).toThrow('Expected');
  });
});

describe('the number of a stored entry', () => {
  it('is whole and above 0', () => {
    expect(wholeNumber('17')).toBe(17);
    for (const text of ['0', '-1', '1.5', '1e3', 'x', ''])
      expect(() => wholeNumber(text)).toThrow('Expected');
  });
});
