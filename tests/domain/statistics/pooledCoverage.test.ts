import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import {
  type CoverageZone,
  coverageZone,
  type PooledCoverage,
  pooledCoverage,
  type SessionCoverage,
} from '../../../src/domain/statistics/pooledCoverage.ts';

const NORMAL_5_PERCENT = -1.6448536269514722;

interface DeskOfBreaches {
  readonly traders: number;
  readonly sessions: number;
  /** Correlation between the results of any two traders on one day. */
  readonly correlation: number;
  /** Standard deviation of results, where the VaR expects 1. */
  readonly volatility?: number;
}

function breachesOf({ traders, sessions, correlation, volatility = 1 }: DeskOfBreaches, key: string) {
  const random = createRandom(2, key);
  const [shared, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  return Array.from({ length: sessions }, (): SessionCoverage => {
    const desk = shared * random.normal();
    const results = Array.from({ length: traders }, () => volatility * (desk + own * random.normal()));
    return { forecasts: traders, exceptions: results.filter((result) => result < NORMAL_5_PERCENT).length };
  });
}

function repeated(desk: DeskOfBreaches, times: number): PooledCoverage[] {
  return Array.from({ length: times }, (_, at) =>
    pooledCoverage(breachesOf(desk, `${JSON.stringify(desk)} ${at}`), { seed: at, replicates: 300 }),
  );
}

const share = (desks: readonly PooledCoverage[], holds: (desk: PooledCoverage) => boolean) =>
  desks.filter(holds).length / desks.length;
const plainZone = ({ exceptions, forecasts }: PooledCoverage) => coverageZone(exceptions, forecasts);

describe('the pooled coverage of a VaR', () => {
  const clustered = repeated({ traders: 41, sessions: 120, correlation: 0.4 }, 150);

  it('does not rate a correct VaR red because 41 traders breach together, as the plain zone does', () => {
    expect(share(clustered, (desk) => plainZone(desk) === 'red')).toBeGreaterThan(0.03);
    expect(share(clustered, ({ zone }) => zone === 'red')).toBe(0);
    expect(share(clustered, ({ zone }) => zone === 'yellow')).toBeLessThan(0.12);
    expect(share(clustered, ({ effectiveForecasts }) => effectiveForecasts < 41 * 120 * 0.5)).toBe(1);
  });

  it('returns a 90 % interval that contains the true rate at least eight times in ten', () => {
    const holds = share(clustered, ({ interval: [low, high] }) => low <= 0.05 && high >= 0.05);
    expect(holds).toBeGreaterThanOrEqual(0.8);
    expect(holds).toBeLessThan(0.97);
  });

  it('still rates a VaR red when results are 1.6 times as volatile as the VaR assumes', () => {
    const wild = repeated({ traders: 41, sessions: 120, correlation: 0.2, volatility: 1.6 }, 40);
    expect(share(wild, ({ zone }) => zone === 'red')).toBe(1);
  });

  it.each<[CoverageZone, number]>([
    ['green', 3],
    ['yellow', 8],
    ['red', 20],
  ])('equals the plain zone, %s, where breaches are evenly spaced: %d in 60', (zone, exceptions) => {
    const every = Math.floor(60 / exceptions);
    const sessions = Array.from({ length: 60 }, (_, at) => ({
      forecasts: 1,
      exceptions: at % every === 0 && at / every < exceptions ? 1 : 0,
    }));
    expect(pooledCoverage(sessions)).toMatchObject({ forecasts: 60, exceptions, rate: exceptions / 60 });
    expect([pooledCoverage(sessions).zone, coverageZone(exceptions, 60)]).toEqual([zone, zone]);
  });

  it('repeats its result on the same sessions, with at most as many effective forecasts as forecasts', () => {
    const sessions = breachesOf({ traders: 10, sessions: 60, correlation: 0 }, 'same');
    expect(pooledCoverage(sessions)).toEqual(pooledCoverage(sessions));
    expect(pooledCoverage(sessions).effectiveForecasts).toBeLessThanOrEqual(600);
  });

  it.each([
    ['none', 0, { rate: 0, interval: [0, 0.0327], effectiveForecasts: 80, zone: 'green' }],
    ['all', 4, { rate: 1, interval: [0.9673, 1], effectiveForecasts: 80, zone: 'red' }],
  ])('rates a desk with %s of its forecasts breached', (_, exceptions, expected) => {
    const sessions = Array.from({ length: 20 }, () => ({ forecasts: 4, exceptions }));
    const { interval, ...desk } = pooledCoverage(sessions);
    expect({ ...desk, interval: interval.map((bound) => Number(bound.toFixed(4))) }).toMatchObject(expected);
  });

  it.each([1, 2, 23])('rates %d forecasts without an exception green', (forecasts) => {
    const sessions = Array.from({ length: forecasts }, () => ({ forecasts: 1, exceptions: 0 }));
    expect(pooledCoverage(sessions).zone).toBe('green');
  });

  it('bounds few exceptions by Wilson, because many resamples would contain none of them', () => {
    const quiet = repeated({ traders: 1, sessions: 60, correlation: 0 }, 200);
    const holds = share(quiet, ({ interval: [low, high] }) => low <= 0.05 && high >= 0.05);
    expect(holds).toBeGreaterThanOrEqual(0.85);
    expect(quiet.find(({ exceptions }) => exceptions === 0)?.interval[1]).toBeGreaterThan(0.02);
  });

  it('widens the bounds of few exceptions that happened on one session', () => {
    const once = Array.from({ length: 40 }, (_, at) => ({ forecasts: 5, exceptions: at === 20 ? 5 : 0 }));
    const apart = Array.from({ length: 40 }, (_, at) => ({ forecasts: 5, exceptions: at % 8 === 0 ? 1 : 0 }));
    expect(pooledCoverage(once).rate).toBe(pooledCoverage(apart).rate);
    expect(pooledCoverage(once).interval[1]).toBeGreaterThan(1.5 * pooledCoverage(apart).interval[1]);
  });

  it('ignores sessions without a forecast', () => {
    const sessions = breachesOf({ traders: 5, sessions: 30, correlation: 0 }, 'idle');
    const idle = { forecasts: 0, exceptions: 0 };
    const { rate, forecasts } = pooledCoverage(sessions.flatMap((session) => [session, idle]));
    expect({ rate, forecasts }).toEqual({ rate: pooledCoverage(sessions).rate, forecasts: 150 });
  });

  it.each([
    ['no forecast', []],
    ['no forecast', [{ forecasts: 0, exceptions: 0 }]],
    ['2 exceptions in 1 forecasts', [{ forecasts: 1, exceptions: 2 }]],
    ['-1 exceptions in 3 forecasts', [{ forecasts: 3, exceptions: -1 }]],
    ['0.5 exceptions in 3 forecasts', [{ forecasts: 3, exceptions: 0.5 }]],
  ])('pooled coverage refuses %s', (found, sessions) => {
    expect(() => pooledCoverage(sessions)).toThrow(`found ${found}`);
  });
});
