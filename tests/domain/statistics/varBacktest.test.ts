import { describe, expect, it } from 'vitest';
import { binomialCdf, chiSquareSurvival } from '../../../src/domain/statistics/distributions.ts';
import { coverageZone } from '../../../src/domain/statistics/pooledCoverage.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import {
  conditionalCoverageTest,
  independenceTest,
  kupiecTest,
  type LikelihoodRatioTest,
} from '../../../src/domain/statistics/varBacktest.ts';
import { transitionsOf } from '../../support/transitions.ts';

const breaches = (text: string) => [...text].map((mark) => mark === 'x');

function independenceOf(days: readonly boolean[]): LikelihoodRatioTest {
  const test = independenceTest(transitionsOf([days]));
  if (test === null) throw new Error('no day followed another');
  return test;
}

describe("Kupiec's test", () => {
  it.each([
    [20, 250, 4.0395],
    [0, 250, 25.6466],
  ])('gives the figure of docs/methods.md for %d exceptions in %d', (exceptions, forecasts, statistic) => {
    expect(kupiecTest(exceptions, forecasts).statistic).toBeCloseTo(statistic, 4);
  });

  it('has a statistic of 0 at exactly the expected rate', () => {
    expect(kupiecTest(5, 100)).toEqual({ statistic: 0, pValue: 1 });
  });

  it('tests any rate, and accepts an effective sample that is not whole', () => {
    expect(kupiecTest(10, 100, 0.1).pValue).toBe(1);
    expect(kupiecTest(10.5, 210, 0.05).pValue).toBeCloseTo(1, 12);
    expect(kupiecTest(30.2, 210.7).pValue).toBeLessThan(1e-5);
  });

  it('rejects a true VaR about one time in twenty at the 5 % level', () => {
    const random = seededRandom(4);
    const rejections = Array.from({ length: 4000 }, () => {
      let exceptions = 0;
      for (let day = 0; day < 500; day++) if (random() < 0.05) exceptions++;
      return kupiecTest(exceptions, 500).pValue < 0.05;
    }).filter(Boolean).length;
    expect(rejections / 4000).toBeGreaterThan(0.035);
    expect(rejections / 4000).toBeLessThan(0.065);
  });

  it.each([
    [1, 0, 0.05],
    [-1, 10, 0.05],
    [11, 10, 0.05],
    [1, 10, 0],
    [1, 10, 1],
    [Number.NaN, 10, 0.05],
  ])('refuses %d exceptions in %d at a rate of %d', (exceptions, forecasts, rate) => {
    expect(() => kupiecTest(exceptions, forecasts, rate)).toThrow('VaR test');
  });
});

describe("Christoffersen's tests", () => {
  it('take 0·ln 0 as 0: without breaches, with only breaches, and where no breach follows another', () => {
    for (const text of ['....', 'xxxx']) {
      expect(independenceTest(transitionsOf([breaches(text)]))).toEqual({ statistic: 0, pValue: 1 });
    }
    const { statistic } = independenceOf(breaches('.x..x...x.'));
    expect(statistic).toBeCloseTo(
      2 * (3 * Math.log(3 / 6) + 3 * Math.log(3 / 6) - 3 * Math.log(3 / 9) - 6 * Math.log(6 / 9)),
      12,
    );
  });

  it.each([
    ['no day', ['']],
    ['one day', ['x']],
    ['one day of each of three traders', ['x', '.', '.']],
  ])('return null for %s: no day followed another', (_, traders) => {
    expect(independenceTest(transitionsOf(traders.map(breaches)))).toBeNull();
  });

  it('detect breaches that come in runs, though their number is right', () => {
    const days = breaches(`${'.'.repeat(90)}xxxxx${'.'.repeat(5)}`);
    const coverage = kupiecTest(5, 100);
    const independence = independenceOf(days);
    expect(coverage.pValue).toBe(1);
    expect(independence.pValue).toBeLessThan(1e-4);
    const both = conditionalCoverageTest(coverage, independence);
    expect(both.statistic).toBe(independence.statistic);
    expect(both.pValue).toBe(Math.exp(-independence.statistic / 2));
  });
});

describe('the zones of a 95 % VaR', () => {
  it.each([
    [60, 6, 11],
    [125, 10, 17],
    [250, 18, 27],
    [500, 33, 45],
  ])('%d forecasts are yellow from %d exceptions and red from %d', (forecasts, yellowFrom, redFrom) => {
    const zones = Array.from({ length: forecasts + 1 }, (_, exceptions) =>
      coverageZone(exceptions, forecasts),
    );
    expect([zones.indexOf('yellow'), zones.indexOf('red')]).toEqual([yellowFrom, redFrom]);
    expect(zones.lastIndexOf('green')).toBe(yellowFrom - 1);
    expect(zones.lastIndexOf('yellow')).toBe(redFrom - 1);
    expect(zones.at(-1)).toBe('red');
  });
});

describe('the distributions', () => {
  it('are right for 50,000 trials', () => {
    expect(binomialCdf(2500, 50_000, 0.05)).toBeCloseTo(0.5054, 3);
    expect(binomialCdf(0, 50_000, 0.05)).toBe(0);
    expect(binomialCdf(50_000, 50_000, 0.05)).toBe(1);
    expect(binomialCdf(0, 0, 0.05)).toBe(1);
  });

  it('agree where the series and the continued fraction of erfc meet', () => {
    const meeting = 2 * 2.5 ** 2;
    expect(chiSquareSurvival(meeting - 1e-12, 1) / chiSquareSurvival(meeting, 1)).toBeCloseTo(1, 11);
  });

  it('refuse impossible arguments', () => {
    expect(() => chiSquareSurvival(-0.1, 1)).toThrow('expected 0 or more');
    expect(() => chiSquareSurvival(Number.NaN, 2)).toThrow('expected 0 or more');
    expect(() => binomialCdf(1.5, 10, 0.05)).toThrow('expected whole numbers');
    expect(() => binomialCdf(1, -10, 0.05)).toThrow('expected whole numbers');
    expect(() => binomialCdf(1, 10, 1)).toThrow('expected between 0 and 1');
  });
});
