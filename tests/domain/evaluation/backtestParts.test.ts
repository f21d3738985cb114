import { describe, expect, it } from 'vitest';
import type { GateDecision } from '../../../src/domain/engines/gate.ts';
import { featureIds } from '../../../src/domain/engines/model/features.ts';
import type { SessionForecast } from '../../../src/domain/engines/model/sessionForecast.ts';
import { firstModel, type TrainedModel } from '../../../src/domain/engines/model/trainedModel.ts';
import {
  CoverageAccumulator,
  coverageOf,
  deskCoverage,
  judgedZone,
} from '../../../src/domain/evaluation/coverage.ts';
import { GateAccumulator } from '../../../src/domain/evaluation/gateAccumulator.ts';
import { modelFit, stabilityOf } from '../../../src/domain/evaluation/modelHistory.ts';
import { TierAccumulator } from '../../../src/domain/evaluation/tierAccumulator.ts';

const SAMPLING = { seed: 1 };

function decision(decidedFor: string, inForce: boolean): GateDecision {
  const figures = { improvement: 0.2, lowerBound: 0.1, evenImprovement: 0.1, evenLowerBound: 0.01 };
  return { decidedFor, inForce, why: 'reason', ...figures, sessions: 60, zone: 'green' };
}

function morning(override: Partial<SessionForecast>): SessionForecast {
  const sessionDate = '2026-03-02';
  return {
    sessionDate,
    model: firstModel,
    gate: null,
    breaker: null,
    decayed: [],
    cutProof: null,
    cutsOff: null,
    cutEngine: 'rules',
    engine: 'rules',
    traders: [],
    ...override,
  };
}

describe('the gate history of a backtest', () => {
  it('has each decision once, and only the last one before the period', () => {
    const tally = new GateAccumulator();
    const [first, second, third] = ['02', '09', '16'].map((day) => decision(`2026-03-${day}`, day === '16'));
    tally.add(morning({ gate: first ?? null }), false);
    tally.add(morning({ gate: second ?? null }), false);
    tally.add(morning({ gate: second ?? null }), true);
    tally.add(morning({ gate: third ?? null, engine: 'ridge' }), true);
    tally.add(
      morning({ gate: third ?? null, sessionDate: '2026-03-17', breaker: 'a figure is no number' }),
      true,
    );
    tally.add(morning({ gate: third ?? null, sessionDate: '2026-03-18', engine: 'no-cut' }), true);
    expect(tally.history()).toEqual({
      decisions: [second, third],
      latest: third,
      ridgeSessions: 1,
      rulesSessions: 2,
      noCutSessions: 1,
      breakers: [{ sessionDate: '2026-03-17', why: 'a figure is no number' }],
    });
  });

  it('is empty without a record', () => {
    expect(new GateAccumulator().history()).toMatchObject({ decisions: [], latest: null });
  });
});

describe('a weekly fit', () => {
  const fitted = (id: string, weights: (place: number) => number): TrainedModel => ({
    ...firstModel,
    id,
    trainedThrough: '2026-02-27',
    rows: 400,
    penalties: [Number.POSITIVE_INFINITY, 30],
    location: { intercept: 0, coefficients: Float64Array.from(featureIds, (_, place) => weights(place)) },
  });

  it('is null before the first training', () => {
    expect(modelFit(firstModel, '2026-03-02')).toBe(null);
  });

  it('has null for an infinite penalty, which JSON cannot represent', () => {
    const fit = modelFit(
      fitted('one', () => 0),
      '2026-03-02',
    );
    expect(fit).toMatchObject({ firstUsed: '2026-03-02', penalties: [null, 30], rows: 400 });
    expect(fit?.weights.map(({ feature }) => feature)).toEqual(featureIds);
  });

  it('has a rank stability of 1 for equal weights and −1 for reversed ones, and counts sign changes', () => {
    const fits = [
      fitted('one', (place) => place - 10.5),
      fitted('two', (place) => place - 10.5),
      fitted('three', (place) => 10.5 - place),
    ].flatMap((model) => modelFit(model, '2026-03-02') ?? []);
    const stability = stabilityOf(fits);
    expect(stability?.location.mean).toBeCloseTo(0, 12);
    expect(stability?.location.least).toBeCloseTo(-1, 12);
    expect(stability?.logScale).toEqual({ mean: null, least: null });
    expect(stability?.flips.every(({ location, logScale }) => location === 1 && logScale === 0)).toBe(true);
    expect(stabilityOf(fits.slice(0, 1))).toBe(null);
  });
});

describe('tier scores', () => {
  it('count days by Daybreak’s tiers and by the fixed thresholds of 70 and 40 %', () => {
    const tally = new TierAccumulator();
    for (let day = 0; day < 10; day++) tally.add('high', 0.35, true);
    tally.add('neutral', 0.4, false);
    tally.add('low', 0.7, true);
    const { ours, fixed } = tally.comparison();
    expect(ours).toEqual({
      high: { days: 10, largeLosses: 10, rate: 1 },
      neutral: { days: 1, largeLosses: 0, rate: 0 },
      low: { days: 1, largeLosses: 1, rate: 1 },
      hitRate: 10 / 11,
      verdict: 'told',
    });
    expect(fixed).toMatchObject({
      high: { days: 1 },
      neutral: { days: 1 },
      low: { days: 10 },
      hitRate: 1 / 11,
    });
  });

  it('have no verdict below ten large losses', () => {
    const tally = new TierAccumulator();
    for (let day = 0; day < 9; day++) tally.add('high', 0.35, true);
    expect(tally.comparison().ours).toMatchObject({ verdict: 'not enough to tell', neutral: { rate: null } });
  });
});

describe('VaR coverage', () => {
  const tallyOf = (...breaches: readonly boolean[]) => {
    const tally = new CoverageAccumulator();
    for (const breach of breaches) tally.add(breach, 0.1);
    return tally.counts();
  };

  it('counts transitions from one forecast to the next, and never from one trader to another', () => {
    const counts = tallyOf(false, true, true, false, false);
    expect(counts).toMatchObject({
      forecasts: 5,
      exceptions: 2,
      transitions: { keptKept: 1, keptBreached: 1, breachedBreached: 1, breachedKept: 1 },
    });
    const session = { forecasts: 6, exceptions: 3, pinball: 0.6, plainPinball: 0.8 };
    const desk = deskCoverage([counts, tallyOf(true)], [session], SAMPLING);
    expect(desk).toMatchObject({ forecasts: 6, exceptions: 3, sessions: 1 });
    expect(desk.christoffersen).toEqual(coverageOf(counts).christoffersen);
    expect(desk.pinball).toBeCloseTo(0.1, 12);
  });

  it('is null, not perfect, without a forecast', () => {
    const none = { exceptions: 0, rate: null, kupiec: null, zone: null, pinball: null };
    expect(coverageOf(tallyOf())).toMatchObject(none);
    const session = { forecasts: 0, exceptions: 0, pinball: 0, plainPinball: 0 };
    expect(deskCoverage([], [session], SAMPLING)).toMatchObject({
      ...none,
      sessions: 0,
      rateInterval: null,
      benchmark: null,
    });
  });

  it('has no independence and no conditional coverage test with a single forecast', () => {
    expect(coverageOf(tallyOf(true))).toMatchObject({ christoffersen: null, conditionalCoverage: null });
  });

  it('compares the pinball loss with that of the plain volatility, with bounds from ten sessions and ten breaches on', () => {
    const sessions = (count: number) =>
      Array.from({ length: count }, (_, place) => ({
        forecasts: 4,
        exceptions: place % 2,
        pinball: 0.3 + (place % 2) / 10,
        plainPinball: 0.5,
      }));
    const benchmarkOf = (count: number) =>
      deskCoverage([tallyOf(false)], sessions(count), SAMPLING).benchmark;
    expect(benchmarkOf(8)).toEqual({
      plainPinball: 0.125,
      ratio: expect.closeTo(0.7, 12),
      ratioInterval: null,
    });
    expect(benchmarkOf(19)?.ratioInterval).toBeNull();
    const [low, high] = benchmarkOf(40)?.ratioInterval ?? [0, 0];
    expect(low).toBeGreaterThan(0.6);
    expect(low).toBeLessThan(0.7);
    expect(high).toBeGreaterThan(0.7);
    expect(high).toBeLessThan(0.8);
  });

  it.each([
    ['59.9 independent forecasts', { effectiveForecasts: 59.9, sessions: 300 }, null],
    ['nine sessions, however many forecasts', { effectiveForecasts: 900, sessions: 9 }, null],
    ['no forecast', { effectiveForecasts: null, sessions: 0 }, null],
    ['60 independent forecasts of ten sessions', { effectiveForecasts: 60, sessions: 10 }, 'red'],
  ] as const)('has a zone only with enough forecasts and sessions: %s', (_, size, expected) => {
    const desk = deskCoverage([], [], SAMPLING);
    expect(judgedZone({ ...desk, zone: 'red', ...size })).toBe(expected);
  });
});
