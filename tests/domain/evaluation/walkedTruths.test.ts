import { describe, expect, it } from 'vitest';
import type { Truth } from '../../../scripts/simulation/simulatedDesk.ts';
import { walkedDesk } from '../../../scripts/simulation/walkedDesk.ts';
import { cutBy } from '../../../src/domain/engines/model/proposedCuts.ts';
import { pooledCoverage } from '../../../src/domain/statistics/pooledCoverage.ts';
import { kupiecTest } from '../../../src/domain/statistics/varBacktest.ts';
import type { WalkedSession } from '../../../src/pipeline/walkSessions.ts';
import { benefitOf, skillOf, WARM_UP } from '../../support/walkScores.ts';

/** Seeds that nothing was tuned on. */
const SEEDS = [100, 101, 102, 103, 104, 105];
const walked = new Map<string, readonly WalkedSession[]>();

/** Each desk is walked once; all tests use the same walks. */
function desk(truth: Truth, seed: number): readonly WalkedSession[] {
  const key = `${truth} ${seed}`;
  const days = walked.get(key) ?? walkedDesk({ truth, seed });
  walked.set(key, days);
  return days;
}

const desks = (truth: Truth, seeds = SEEDS) => seeds.map((seed) => desk(truth, seed));
const endsInForce = (days: readonly WalkedSession[]) => days.at(-1)?.forecast.engine === 'ridge';
const shareInForce = (all: readonly (readonly WalkedSession[])[]) =>
  all.flat().filter(({ forecast: morning }) => morning.engine === 'ridge').length / all.flat().length;
const benefitInForce = (days: readonly WalkedSession[]) =>
  benefitOf(days, (trader, { forecast: morning }) => cutBy(morning.engine, trader));
const covers = ([low, high]: readonly [number, number], value: number) => low < value && value < high;

describe('a desk without an edge', () => {
  it('ends with the rules in force, and had the model there on one morning in twelve at most', () => {
    expect(desks('noEdge').filter(endsInForce).length).toBeLessThanOrEqual(1);
    expect(shareInForce(desks('noEdge'))).toBeLessThan(1 / 12);
  });

  it.each([
    [
      'the model’s',
      (days: readonly WalkedSession[]) => benefitOf(days, (trader) => trader.modelReductionPct),
    ],
    ['the rules’', (days: readonly WalkedSession[]) => benefitOf(days, (trader) => trader.rulesReductionPct)],
    ['those of the engine in force', benefitInForce],
  ])('gains no more from cuts than chance explains: %s', (_, benefit) => {
    // A 90 % interval misses one desk in ten. It is 3.29 standard errors wide; over all desks together the
    // net must lie within 2.5 of 0: the desks are the same for every engine and every version.
    const intervals = desks('noEdge').map((days) => benefit(days).interval);
    expect(intervals.filter((interval) => covers(interval, 0)).length).toBeGreaterThanOrEqual(5);
    const { net, interval } = benefit(desks('noEdge').flatMap((days) => days.slice(WARM_UP)));
    expect(Math.abs(net)).toBeLessThan((2.5 * (interval[1] - interval[0])) / 3.29);
  });

  it('loses more than its VaR on about one day in twenty', () => {
    const coverages = desks('noEdge').map((days) =>
      pooledCoverage(
        days.slice(WARM_UP).map(({ record: { score: account } }) => ({
          forecasts: account.varForecasts,
          exceptions: account.varExceptions,
        })),
      ),
    );
    const total = (of: (one: (typeof coverages)[number]) => number) =>
      coverages.reduce((sum, one) => sum + of(one), 0);
    const rate = total(({ exceptions }) => exceptions) / total(({ forecasts }) => forecasts);
    expect(rate).toBeGreaterThan(0.045);
    expect(rate).toBeLessThan(0.055);
    for (const coverage of coverages) {
      expect(coverage.rate).toBeGreaterThan(0.04);
      expect(coverage.rate).toBeLessThan(0.06);
      // Breaches of one day come together, so the test uses the effective number of forecasts.
      const { rate: own, effectiveForecasts } = coverage;
      expect(kupiecTest(own * effectiveForecasts, effectiveForecasts).pValue).toBeGreaterThan(0.05);
    }
  });

  it('has the AUC of a volatility forecast and no more: 0.52 to 0.64', () => {
    for (const days of desks('noEdge')) {
      expect(skillOf(days)).toBeGreaterThan(0.52);
      expect(skillOf(days)).toBeLessThan(0.64);
    }
  });
});

describe('a desk that tilts after losses', () => {
  it('ends with the model in force, on most desks', () => {
    // 12 traders and 120 sessions are not always enough to prove skill; without proof the gate stays shut.
    expect(desks('tilt').filter(endsInForce).length).toBeGreaterThanOrEqual(4);
    expect(shareInForce(desks('tilt'))).toBeGreaterThan(1 / 6);
  });

  it('loses less with the engine in force, on every desk', () => {
    for (const days of desks('tilt')) expect(benefitInForce(days).interval[0]).toBeGreaterThan(0);
  });

  it('shows more skill than one without an edge', () => {
    const least = Math.min(...desks('tilt').map((days) => skillOf(days)));
    expect(least).toBeGreaterThan(Math.max(...desks('noEdge').map((days) => skillOf(days))));
  });
});

describe('a desk that recovers after losses', () => {
  it('keeps the rules, whose cuts cost, and gains nothing by the model’s either', () => {
    for (const days of desks('meanReversion', [101, 102])) {
      expect(endsInForce(days)).toBe(false);
      expect(benefitOf(days, (trader) => trader.rulesReductionPct).net).toBeLessThan(0);
      expect(benefitOf(days, (trader) => trader.modelReductionPct).interval[0]).toBeLessThan(0);
    }
  });
});

describe('a desk whose regime changes half-way', () => {
  it('keeps its VaR through the change, and gains from cuts once there is something to gain', () => {
    for (const days of desks('regimeChange', [102, 103])) {
      const late = days.slice(200 + WARM_UP);
      const accounts = late.map(({ record }) => record.score);
      const exceptions = accounts.reduce((sum, { varExceptions }) => sum + varExceptions, 0);
      const forecasts = accounts.reduce((sum, { varForecasts }) => sum + varForecasts, 0);
      expect(exceptions / forecasts).toBeGreaterThan(0.03);
      expect(exceptions / forecasts).toBeLessThan(0.065);
      expect(benefitInForce(days.slice(200)).interval[0]).toBeGreaterThan(0);
      expect(shareInForce([days.slice(0, 200)])).toBeLessThan(0.1);
    }
  });
});
