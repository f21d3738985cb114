import { differenceInterval, type Estimate } from '../statistics/differenceInterval.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import { bootstrapRatios } from '../statistics/stationaryBootstrap.ts';
import { EXCEPTION_RATE } from '../statistics/varBacktest.ts';
import type { SessionScore } from './gate.ts';

/** What a session says of the model: the gate's figures, and pinball losses of its VaR. */
export interface ModelScore extends SessionScore {
  /** Sums over the trader-days with a VaR, divided by S: of the VaR, and of the plain volatility alone. */
  readonly pinball: number;
  readonly plainPinball: number;
}

export type DecayingScore = 'coverage' | 'pinball' | 'regret';

/** One score of the model: the last 60 sessions against the 250 before. */
export interface ScoreDecay {
  readonly id: DecayingScore;
  /** Null where nothing is to be divided by. */
  readonly now: number | null;
  readonly before: number | null;
  /** 2.5 % and 97.5 % bounds of now − before; null with too few exceptions on a side. */
  readonly interval: Interval | null;
  /** The interval excludes 0 on the bad side, at this weekly look and at the one before. */
  readonly decayed: boolean;
}

interface ScoreRule {
  readonly id: DecayingScore;
  readonly above: (score: ModelScore) => number;
  readonly below: (score: ModelScore) => number;
  /** The ideal value: further from it is worse. Null: higher is worse. */
  readonly target: number | null;
  readonly leastExceptions: number;
}

/** The sessions that are judged, and those that they are compared with. */
const CURRENT_SESSIONS = 60;
const REFERENCE_SESSIONS = 250;
/** Sessions that one look needs. */
export const DECAY_SESSIONS = CURRENT_SESSIONS + REFERENCE_SESSIONS;
/** Sessions between two looks. */
export const LOOK_EVERY_SESSIONS = 5;
const SAMPLING = { seed: 20_250_109, replicates: 1000, probabilities: [0.025, 0.975] } as const;
/** With fewer exceptions the bootstrap is too narrow, and the smaller VaR has the lower pinball loss. */
const LEAST_EXCEPTIONS = 10;

const RULES: readonly ScoreRule[] = [
  {
    id: 'coverage',
    above: ({ varExceptions }) => varExceptions,
    below: ({ varForecasts }) => varForecasts,
    target: EXCEPTION_RATE,
    leastExceptions: LEAST_EXCEPTIONS,
  },
  {
    id: 'pinball',
    above: ({ pinball }) => pinball,
    below: ({ plainPinball }) => plainPinball,
    target: null,
    leastExceptions: LEAST_EXCEPTIONS,
  },
  {
    id: 'regret',
    above: ({ modelRegret }) => modelRegret,
    below: ({ rulesRegret }) => rulesRegret,
    target: null,
    leastExceptions: 0,
  },
];

/**
 * Whether the model's forecasts have become worse: the share of VaR exceptions, the pinball loss of the VaR
 * against that of the plain volatility, and the regret of its cuts against the rules'. Two looks running,
 * because one in forty finds a change by chance.
 *
 * Example: 50 exceptions in 720 forecasts after 150 in 3,000 are 6.9 % after 5.0 %.
 *
 * Source: docs/methods.md, section 11.
 *
 * @param scores sessions with forecasts, oldest first; fewer than 310 give no scores
 */
export function scoreDecay(scores: readonly ModelScore[]): readonly ScoreDecay[] {
  if (scores.length < DECAY_SESSIONS) return [];
  return RULES.map((rule) => {
    const look = lookAt(rule, scores);
    return { ...figuresOf(look), id: rule.id, decayed: isWorse(rule, look) && wasWorse(rule, scores) };
  });
}

interface Look {
  readonly now: Side;
  readonly before: Side;
  readonly interval: Interval | null;
}

interface Side extends Pick<Estimate, 'interval'> {
  readonly value: number | null;
}

function lookAt(rule: ScoreRule, scores: readonly ModelScore[]): Look {
  const now = sideOf(rule, scores.slice(-CURRENT_SESSIONS));
  const before = sideOf(rule, scores.slice(-DECAY_SESSIONS, -CURRENT_SESSIONS));
  const isKnown = now.interval !== null && before.interval !== null;
  const interval = isKnown ? differenceInterval(estimateOf(now), estimateOf(before)) : null;
  return { now, before, interval };
}

function sideOf({ above, below, leastExceptions }: ScoreRule, scores: readonly ModelScore[]): Side {
  const [numerators, denominators] = [Float64Array.from(scores, above), Float64Array.from(scores, below)];
  const total = sum(denominators);
  if (!(total > 0)) return { value: null, interval: null };
  const value = sum(numerators) / total;
  const exceptions = sum(Float64Array.from(scores, ({ varExceptions }) => varExceptions));
  if (exceptions < leastExceptions) return { value, interval: null };
  const [low = value, high = value] = bootstrapRatios(numerators, denominators, SAMPLING);
  return { value, interval: Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null };
}

function estimateOf({ value, interval }: Side): Estimate {
  return { value: value ?? 0, interval };
}

function figuresOf({ now, before, interval }: Look): Pick<ScoreDecay, 'now' | 'before' | 'interval'> {
  return { now: now.value, before: before.value, interval };
}

function isWorse({ target }: ScoreRule, { now, before, interval }: Look): boolean {
  if (now.value === null || before.value === null || interval === null) return false;
  if (target === null) return interval[0] > 0;
  const excludesNone = interval[0] > 0 || interval[1] < 0;
  return excludesNone && Math.abs(now.value - target) > Math.abs(before.value - target);
}

function wasWorse(rule: ScoreRule, scores: readonly ModelScore[]): boolean {
  const earlier = scores.slice(0, -LOOK_EVERY_SESSIONS);
  return earlier.length >= DECAY_SESSIONS && isWorse(rule, lookAt(rule, earlier));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
