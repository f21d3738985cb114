import {
  type CoverageZone,
  coverageZone,
  pooledCoverage,
  type SessionCoverage,
} from '../statistics/pooledCoverage.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import {
  conditionalCoverageTest,
  independenceTest,
  kupiecTest,
  type Transitions,
} from '../statistics/varBacktest.ts';
import type { Coverage, DeskCoverage } from './backtestResult.ts';
import { MINIMUM_SESSIONS, pinballBenchmark, type SessionPinball } from './pinballBenchmark.ts';

/** Counts the VaR exceptions of one trader, forecast by forecast in time order. */
export class CoverageAccumulator {
  #forecasts = 0;
  #exceptions = 0;
  #pinball: number | null = 0;
  #last: 'kept' | 'breached' | null = null;
  readonly #transitions = { keptKept: 0, keptBreached: 0, breachedKept: 0, breachedBreached: 0 };

  /**
   * `pinball` is the pinball loss of the 5 % quantile divided by the trader's scale; null: the scale is not
   * known, and the trader gets no pinball loss.
   */
  add(isBreached: boolean, pinball: number | null): void {
    this.#forecasts++;
    if (isBreached) this.#exceptions++;
    this.#pinball = sumOrNull(this.#pinball, pinball);
    if (this.#last !== null) this.#transitions[`${this.#last}${isBreached ? 'Breached' : 'Kept'}`] += 1;
    this.#last = isBreached ? 'breached' : 'kept';
  }

  counts(): CoverageCounts {
    return {
      forecasts: this.#forecasts,
      exceptions: this.#exceptions,
      pinball: this.#pinball,
      transitions: this.#transitions,
    };
  }
}

export interface CoverageCounts {
  readonly forecasts: number;
  readonly exceptions: number;
  /** Sum over the forecasts; null where one is not known. */
  readonly pinball: number | null;
  readonly transitions: Transitions;
}

/**
 * Kupiec's and Christoffersen's tests of one trader, with forecasts taken as independent (docs/methods.md,
 * section 10). Example: 20 exceptions in 250 forecasts give a rate of 0.08 and a Kupiec LR of 4.0395.
 */
export function coverageOf(counts: CoverageCounts): Coverage {
  const { forecasts, exceptions, pinball, transitions } = counts;
  if (forecasts === 0) return NO_COVERAGE;
  const kupiec = kupiecTest(exceptions, forecasts);
  const christoffersen = independenceTest(transitions);
  return {
    forecasts,
    exceptions,
    rate: exceptions / forecasts,
    kupiec,
    christoffersen,
    conditionalCoverage: christoffersen && conditionalCoverageTest(kupiec, christoffersen),
    zone: coverageZone(exceptions, forecasts),
    pinball: pinball === null ? null : pinball / forecasts,
  };
}

/**
 * Coverage of the whole desk. Breaches of one session come together, so Kupiec and Christoffersen, which
 * assume independence, reject too often. The interval and the zone resample whole sessions instead.
 */
export function deskCoverage(
  traders: readonly CoverageCounts[],
  sessions: readonly (SessionCoverage & SessionPinball)[],
  sampling: BootstrapOptions,
): DeskCoverage {
  return {
    ...pooledDeskCoverage(traders, sessions, sampling),
    benchmark: pinballBenchmark(sessions, sampling),
  };
}

/** The coverage of a desk, or of a part of it, without a benchmark. */
export type PooledDeskCoverage = Omit<DeskCoverage, 'benchmark'>;

/** The coverage of these traders together; the sessions count their forecasts and no others. */
export function pooledDeskCoverage(
  traders: readonly CoverageCounts[],
  sessions: readonly SessionCoverage[],
  sampling: BootstrapOptions,
): PooledDeskCoverage {
  const tested = sessions.filter(({ forecasts }) => forecasts > 0);
  if (tested.length === 0) return NO_DESK;
  const { interval, effectiveForecasts, zone } = pooledCoverage(tested, sampling);
  return {
    ...coverageOf(traders.reduce(addCounts)),
    zone,
    sessions: tested.length,
    rateInterval: interval,
    effectiveForecasts,
  };
}

/** Fewer independent forecasts give no zone: 60 is the smallest sample with tabulated zones. */
const MINIMUM_FORECASTS = 60;

/**
 * The desk's zone, or null with too few forecasts or sessions: one breach of one forecast would be red, and
 * one session cannot show how its forecasts correlate.
 */
export function judgedZone({ zone, sessions, effectiveForecasts }: PooledDeskCoverage): CoverageZone | null {
  return sessions < MINIMUM_SESSIONS || (effectiveForecasts ?? 0) < MINIMUM_FORECASTS ? null : zone;
}

const NO_COVERAGE: Coverage = {
  forecasts: 0,
  exceptions: 0,
  rate: null,
  kupiec: null,
  christoffersen: null,
  conditionalCoverage: null,
  zone: null,
  pinball: null,
};

const NO_DESK: PooledDeskCoverage = {
  ...NO_COVERAGE,
  sessions: 0,
  rateInterval: null,
  effectiveForecasts: null,
};

function addCounts(a: CoverageCounts, b: CoverageCounts): CoverageCounts {
  return {
    forecasts: a.forecasts + b.forecasts,
    exceptions: a.exceptions + b.exceptions,
    pinball: sumOrNull(a.pinball, b.pinball),
    transitions: {
      keptKept: a.transitions.keptKept + b.transitions.keptKept,
      keptBreached: a.transitions.keptBreached + b.transitions.keptBreached,
      breachedKept: a.transitions.breachedKept + b.transitions.breachedKept,
      breachedBreached: a.transitions.breachedBreached + b.transitions.breachedBreached,
    },
  };
}

function sumOrNull(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
