import type { ScoreDrift } from './reviewResult.ts';
import { type Interval, intervalOfRatio, type Sampling } from './sessionInterval.ts';
import { meanOver, type SessionTotals } from './sessionTotals.ts';

/** Fewer sessions than this on either side and a difference is an anecdote. */
const LEAST_SESSIONS = 10;

interface Score {
  readonly name: ScoreDrift['score'];
  readonly sumOf: (session: SessionTotals) => number;
  readonly countOf: (session: SessionTotals) => number;
  /** What the score ought to be; null where less is better without end. */
  readonly target: number | null;
}

const SCORES: readonly Score[] = [
  {
    name: 'varExceptionRate',
    sumOf: ({ exceptions }) => exceptions,
    countOf: ({ forecasts }) => forecasts,
    target: 0.05,
  },
  { name: 'pinball', sumOf: ({ pinball }) => pinball, countOf: ({ forecasts }) => forecasts, target: null },
  { name: 'regret', sumOf: ({ regret }) => regret.inForce, countOf: ({ judged }) => judged, target: null },
];

/**
 * Each score of some sessions beside that of those before. The interval of the difference is made of both sides' own (the
 * square-and-add method, Newcombe 1998), which come from resampling sessions.
 */
export function scoreDrift(
  month: readonly SessionTotals[],
  before: readonly SessionTotals[],
  sampling: Sampling,
): readonly ScoreDrift[] {
  return SCORES.map((score) => {
    const [now, then] = [sideOf(score, month, sampling), sideOf(score, before, sampling)];
    const differenceInterval = now.interval && then.interval && differenceOf(now, then);
    return {
      score: score.name,
      month: now.mean,
      before: then.mean,
      differenceInterval,
      verdict: verdictOn(score, now.mean, then.mean, differenceInterval),
    };
  });
}

interface Side {
  readonly mean: number | null;
  readonly interval: Interval | null;
}

function sideOf({ sumOf, countOf }: Score, sessions: readonly SessionTotals[], sampling: Sampling): Side {
  const counted = sessions.filter((session) => countOf(session) > 0);
  const mean = meanOver(counted, sumOf, countOf);
  if (counted.length < LEAST_SESSIONS) return { mean, interval: null };
  return { mean, interval: intervalOfRatio(counted.map(sumOf), counted.map(countOf), sampling) };
}

function differenceOf(now: Side, then: Side): Interval {
  const [a, b] = [now.mean ?? Number.NaN, then.mean ?? Number.NaN];
  const [[lowA, highA], [lowB, highB]] = [now.interval ?? [a, a], then.interval ?? [b, b]];
  return [a - b - Math.hypot(a - lowA, highB - b), a - b + Math.hypot(highA - a, b - lowB)];
}

/** Of a score with a target the worse is the one further from it. */
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
