import { differenceInterval, type Estimate } from '../statistics/differenceInterval.ts';
import { pooledCoverage } from '../statistics/pooledCoverage.ts';
import { type Interval, intervalOfRatio } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import { EXCEPTION_RATE } from '../statistics/varBacktest.ts';
import { type DeskSessionTotals, meanOver } from './deskSessionTotals.ts';
import { MINIMUM_BINDING_DAYS } from './impact.ts';
import { MINIMUM_EXCEPTIONS, MINIMUM_SESSIONS } from './pinballBenchmark.ts';
import type { ScoreDrift } from './reviewResult.ts';

type SumOf = (session: DeskSessionTotals) => number;

interface Score {
  readonly name: ScoreDrift['score'];
  readonly sumOf: SumOf;
  readonly countOf: SumOf;
  /** The ideal value of the score; null if lower is always better. */
  readonly target: number | null;
  /** What a side needs at least, in addition to sessions, for its score to describe the engine. */
  readonly evidence: { readonly of: SumOf; readonly least: number } | null;
  readonly intervalOf: (sessions: readonly DeskSessionTotals[], sampling: BootstrapOptions) => Interval;
}

const SCORES: readonly Score[] = [
  {
    name: 'varExceptionRate',
    sumOf: ({ exceptions }) => exceptions,
    countOf: ({ forecasts }) => forecasts,
    target: EXCEPTION_RATE,
    evidence: null,
    intervalOf: (sessions, sampling) => pooledCoverage(sessions, sampling).interval,
  },
  {
    // Relative to the plain volatility: a quiet month lowers both losses.
    ...ratio(
      ({ pinball }) => pinball,
      ({ plainPinball }) => plainPinball,
    ),
    name: 'pinballRatio',
    evidence: { of: ({ exceptions }) => exceptions, least: MINIMUM_EXCEPTIONS },
  },
  {
    ...ratio(
      ({ regret }) => regret.inForce,
      ({ judged }) => judged,
    ),
    name: 'regret',
    // Without binding days the regret is that of any engine that did not cut.
    evidence: { of: ({ bindingDays }) => bindingDays, least: MINIMUM_BINDING_DAYS },
  },
];

/**
 * Compares each score of a month with the sessions before. The interval of the difference combines the
 * intervals of both sides by the square-and-add method (Newcombe 1998). Example: 0 of 23 exceptions against 7
 * of 63 differ by −0.111 with the interval [−0.193, 0.005].
 */
export function scoreDrift(
  month: readonly DeskSessionTotals[],
  before: readonly DeskSessionTotals[],
  sampling: BootstrapOptions,
): readonly ScoreDrift[] {
  return SCORES.map((score) => {
    const [now, then] = [sideOf(score, month, sampling), sideOf(score, before, sampling)];
    const isKnown = now.interval !== null && then.interval !== null;
    const interval = isKnown ? differenceInterval(estimateOf(now), estimateOf(then)) : null;
    return {
      score: score.name,
      month: now.mean,
      before: then.mean,
      differenceInterval: interval,
      verdict: verdictOn(score, now.mean, then.mean, interval),
    };
  });
}

function ratio(sumOf: SumOf, countOf: SumOf): Pick<Score, 'sumOf' | 'countOf' | 'target' | 'intervalOf'> {
  return {
    sumOf,
    countOf,
    target: null,
    intervalOf: (sessions, sampling) => intervalOfRatio(sessions.map(sumOf), sessions.map(countOf), sampling),
  };
}

interface Side {
  readonly mean: number | null;
  readonly interval: Interval | null;
}

function sideOf(score: Score, sessions: readonly DeskSessionTotals[], sampling: BootstrapOptions): Side {
  const { sumOf, countOf, evidence, intervalOf } = score;
  const counted = sessions.filter((session) => countOf(session) > 0);
  const hasEvidence =
    evidence === null || counted.reduce((sum, session) => sum + evidence.of(session), 0) >= evidence.least;
  const isEnough = counted.length >= MINIMUM_SESSIONS && hasEvidence;
  return {
    mean: meanOver(counted, sumOf, countOf),
    interval: isEnough ? intervalOf(counted, sampling) : null,
  };
}

function estimateOf({ mean, interval }: Side): Estimate {
  return { value: mean ?? Number.NaN, interval };
}

/** With a target, worse means further from the target. */
function verdictOn(
  { target }: Score,
  now: number | null,
  then: number | null,
  interval: Interval | null,
): ScoreDrift['verdict'] {
  if (now === null || then === null || interval === null) return 'not enough to tell';
  if (interval[0] <= 0 && interval[1] >= 0) return 'could be chance';
  const isWorse = target === null ? now > then : Math.abs(now - target) > Math.abs(then - target);
  return isWorse ? 'worse' : 'better';
}
