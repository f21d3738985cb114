import { describe, expect, it } from 'vitest';
import { readDollarText } from '../../src/shared/dollarText.ts';

describe('dollars as people write them', () => {
  it.each([
    ['5000', '5000'],
    ['5,000', '5000'],
    ['$5,000', '5000'],
    ['$ 5,000', '5000'],
    [' 5000.00 ', '5000.00'],
    ['$1,234,567.89', '1234567.89'],
    ['0.001', '0.001'],
    ['12345.678', '12345.678'],
  ])('%j is %s', (text, plain) => {
    expect(readDollarText(text)).toEqual({ plain });
  });

  it.each([
    ['5.000', /may mean 5,000 or 5$/],
    ['12.345', /may mean 12,345 or 12\.345/],
    ['5,00', /comma for decimals, or a digit is missing/],
    ['1.234,56', /comma for decimals/],
    ['5,0000', /no amount has/],
    ['50,00,000', /no amount has/],
    ['1.2.3', /no amount has/],
    [',000', /the shell may have replaced/],
    ['5k', /found "5k"/],
    ['-5', /found "-5"/],
    ['1e3', /found "1e3"/],
    ['', /found ""/],
    ["5'000", /found "5'000"/],
  ])('%j is refused with the reason', (text, problem) => {
    expect(readDollarText(text)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
