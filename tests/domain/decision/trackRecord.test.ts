import { describe, expect, it } from 'vitest';
import { confidenceOf, trackRecordOf, wilsonBounds } from '../../../src/domain/decision/trackRecord.ts';
import { CutRecordTally, EMPTY_RECORD } from '../../../src/domain/outcome/cutRecord.ts';

const facts = { isCompared: true, hasTieOutFailure: false, hasHole: false };
const record = (followedByLargeLoss: number, cuts: number, deskRate: number | null = 0.17) => ({
  cuts,
  followedByLargeLoss,
  deskRate,
});

describe('the confidence in a cut', () => {
  it.each([
    { what: 'high above the usual rate', of: record(28, 89), expected: 'high' },
    { what: 'medium around it', of: record(17, 89), expected: 'medium' },
    { what: 'low below it', of: record(5, 89), expected: 'low' },
    { what: 'low with nine cuts, all of them right', of: record(9, 9), expected: 'low' },
    { what: 'high with ten', of: record(10, 10), expected: 'high' },
    { what: 'medium without days to compare with', of: record(28, 89, null), expected: 'medium' },
  ])('is $what', ({ of, expected }) => {
    expect(confidenceOf(of, facts)).toBe(expected);
  });

  it.each([
    { what: 'not compared with a source', changed: { isCompared: false }, expected: 'medium' },
    { what: 'a tie-out that failed', changed: { hasTieOutFailure: true }, expected: 'medium' },
    { what: 'a missing session', changed: { hasHole: true }, expected: 'low' },
  ])('is at most $expected: $what', ({ changed, expected }) => {
    expect(confidenceOf(record(28, 89), { ...facts, ...changed })).toBe(expected);
  });

  it.each([
    [0, 10],
    [17, 89],
    [28, 89],
    [10, 10],
  ])('has the bounds at which %d of %d lies 0.8416 standard errors away', (successes, trials) => {
    for (const bound of wilsonBounds(successes, trials)) {
      const distance = Math.abs(successes / trials - bound);
      expect(distance).toBeCloseTo(0.8416 * Math.sqrt((bound * (1 - bound)) / trials), 12);
    }
  });
});

describe('the record of cuts', () => {
  it('counts cuts of the same engine and kind, against the days that this engine did not cut', () => {
    const tally = new CutRecordTally();
    tally.add('rules', 'drawdown', true);
    tally.add('rules', 'drawdown', false);
    tally.add('rules', 'worst_day', true);
    tally.add('rules', null, false);
    tally.add('rules', null, true);
    tally.add('ridge', 'model_shallow', true);
    tally.add('ridge', null, false);
    const sum = new CutRecordTally();
    sum.addAll(tally.record());
    sum.addAll(tally.record());
    const all = sum.record();
    expect(trackRecordOf(all, 'rules', 40, 'drawdown')).toEqual(record(2, 4, 0.5));
    expect(trackRecordOf(all, 'ridge', 35, null)).toEqual(record(2, 2, 0));
    expect(trackRecordOf(all, 'ridge', 40, null)).toEqual(record(0, 0, 0));
    expect(trackRecordOf(EMPTY_RECORD, 'rules', 40, 'drawdown')).toEqual(record(0, 0, null));
  });
});
