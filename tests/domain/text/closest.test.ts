import { describe, expect, it } from 'vitest';
import { closest, didYouMean, typingErrors } from '../../../src/domain/text/closest.ts';
import { processorTime } from '../../support/processorTime.ts';

const columns = ['trader', 'desk', 'base_limit', 'risk_capital', 'active', 'accounts'];
const accounts = ['DESK01', 'DESK02', 'NETA', 'NET007_OLD'];

describe('the closest known word', () => {
  it.each([
    ['limit', 'base_limit'],
    ['Base Limit', 'base_limit'],
    ['baselimit', 'base_limit'],
    ['base_limt', 'base_limit'],
    ['capital', 'risk_capital'],
    ['account', 'accounts'],
    ['tradre', 'trader'],
    ['dsek', 'desk'],
    ['trader_name', 'trader'],
    ['symbol', null],
    ['', null],
  ])('to the column %j is %j', (word, meant) => {
    expect(closest(word, columns)).toBe(meant);
  });

  it.each([
    ['DESK1', 'DESK01'],
    ['DESK001', 'DESK01'],
    ['desk01', 'DESK01'],
    ['DESK-01', 'DESK01'],
    ['DESKO1', 'DESK01'],
    ['DESK0l', 'DESK01'],
    ['DSEK02', 'DESK02'],
    ['DESK', 'DESK01'],
    ['NETB', 'NETA'],
    ['NET007', 'NET007_OLD'],
  ])('to the account %j is %j', (word, meant) => {
    expect(closest(word, accounts)).toBe(meant);
  });

  it.each(['DESK03', 'DESK10', 'DESK011', 'FX01', 'ES', '?', '\u200b'])(
    'to the account %j is none: other numbers or letters make another account',
    (word) => {
      expect(closest(word, accounts)).toBeNull();
    },
  );

  it('is the one with the fewest typing errors', () => {
    expect(closest('harbor', ['harbours', 'harbour', 'arbor'])).toBe('harbour');
    expect(closest('harbour2', ['harbours', 'harbour'])).toBe('harbour');
  });

  it('is asked for in a message, and not where there is none', () => {
    expect([didYouMean('limit', columns), didYouMean('fee', columns)]).toEqual([
      '; did you mean base_limit?',
      '',
    ]);
  });
});

describe('a word of 1,000,000 letters', () => {
  it('is like no other one, and is not compared', () => {
    const spent = processorTime();
    expect(closest('a'.repeat(1_000_000), ['account', 'a'.repeat(999_999)])).toBeNull();
    expect(spent()).toBeLessThan(1000);
  });
});

describe('typing errors', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['desk', 'desk', 0],
    ['desk', 'dsek', 1],
    ['desk', 'dusk', 1],
    ['desk', 'des', 1],
    ['kitten', 'sitting', 3],
  ])('between %j and %j are %i', (from, to, expected) => {
    expect([typingErrors(from, to), typingErrors(to, from)]).toEqual([expected, expected]);
  });
});
