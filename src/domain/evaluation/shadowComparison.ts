import { type StrategyKey, strategyWords } from '../engines/shadowStrategy.ts';
import { quantile } from '../statistics/descriptive.ts';
import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { ShadowScore } from './shadowScore.ts';

/** That a shadow strategy decided for a session, or why it did not. */
export interface ShadowMorning extends StrategyKey {
  readonly sessionDate: string;
  /** Null: it decided. */
  readonly failure: string | null;
}

/**
 * `better`, `worse`: the interval of the difference excludes 0. `could be chance`: it includes 0. `not enough
 * to tell`: fewer than ten sessions have an effect.
 */
export type ShadowVerdict = 'better' | 'worse' | 'could be chance' | 'not enough to tell';

/** A shadow strategy against the strategy in force, on the same trader-days. Dollars. */
export interface ShadowComparison extends StrategyKey {
  /** The definition in words. */
  readonly words: string;
  /** The first and the last session with an outcome; null: none yet. */
  readonly first: string | null;
  readonly last: string | null;
  /** Sessions with an outcome. */
  readonly sessions: number;
  /** Sessions decided for whose outcome is not known yet. */
  readonly waiting: number;
  /** Sessions for which it did not decide, the newest first. */
  readonly notDecided: readonly { readonly sessionDate: string; readonly because: string }[];
  readonly traderDays: number;
  readonly differingDays: number;
  readonly effectDays: number;
  readonly estimatedDays: number;
  readonly notKnownDays: number;
  /** Sessions with an effect day: as many as the interval rests on. */
  readonly effectSessions: number;
  /** P&L of the shadow less that of the strategy in force; above 0 the shadow did better. */
  readonly difference: number;
  /** 5 % and 95 % bounds of the difference, sessions resampled. */
  readonly interval: Interval;
  /** The 5 % day of the desk under each; null under 20 sessions. */
  readonly tail: { readonly inForce: number; readonly shadow: number } | null;
  /** Regret of the shadow less that of the strategy in force, in base limits, with the same bounds. */
  readonly regret: { readonly difference: number; readonly interval: Interval };
  readonly verdict: ShadowVerdict;
  /** The difference of each session with an outcome, ascending. */
  readonly bySession: readonly { readonly sessionDate: string; readonly difference: number }[];
}

/** Sessions of a comparison: one year. */
export const COMPARED_SESSIONS = 250;
/** With fewer sessions with an effect the interval is no evidence (docs/methods.md, section 8). */
const LEAST_EFFECT_SESSIONS = 10;
const LEAST_TAIL_SESSIONS = 20;
const TAIL = 0.05;
const SAMPLING: BootstrapOptions = { seed: 20_261_129 };

/**
 * Compares each shadow strategy with the strategy in force, by name, then definition. Both are paired: they
 * meet the same path on every trader-day, so nothing is drawn at random between them.
 *
 * Example: 12 sessions with a difference of +$300 each: difference $3,600, interval [3600, 3600], `better`.
 *
 * Source: docs/methods.md, section 12.
 */
export function compareShadows(
  mornings: readonly ShadowMorning[],
  scores: readonly ShadowScore[],
): readonly ShadowComparison[] {
  const keys = new Map([...mornings, ...scores].map((each) => [keyOf(each), each]));
  return [...keys.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, strategy]) => {
      const own = scores.filter((each) => keyOf(each) === key);
      const decidedFor = mornings.filter((each) => keyOf(each) === key);
      return comparison(strategy, decidedFor, own.toSorted(bySession));
    });
}

function comparison(
  { name, definition }: StrategyKey,
  mornings: readonly ShadowMorning[],
  scores: readonly ShadowScore[],
): ShadowComparison {
  const sum = (of: (score: ShadowScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  const known = new Set(scores.map(({ sessionDate }) => sessionDate));
  const effectSessions = scores.filter(({ effectDays }) => effectDays > 0).length;
  const interval = intervalOf(scores, ({ difference }) => difference);
  return {
    name,
    definition,
    words: strategyWords(definition),
    first: scores[0]?.sessionDate ?? null,
    last: scores.at(-1)?.sessionDate ?? null,
    sessions: scores.length,
    waiting: mornings.filter(({ sessionDate, failure }) => failure === null && !known.has(sessionDate))
      .length,
    notDecided: mornings
      .flatMap(({ sessionDate, failure }) => (failure === null ? [] : [{ sessionDate, because: failure }]))
      .toSorted((a, b) => (a.sessionDate < b.sessionDate ? 1 : -1)),
    traderDays: sum(({ traderDays }) => traderDays),
    differingDays: sum(({ differingDays }) => differingDays),
    effectDays: sum(({ effectDays }) => effectDays),
    estimatedDays: sum(({ estimatedDays }) => estimatedDays),
    notKnownDays: sum(({ notKnownDays }) => notKnownDays),
    effectSessions,
    difference: sum(({ difference }) => difference),
    interval,
    tail: tailOf(scores),
    regret: {
      difference: sum(({ regretDifference }) => regretDifference),
      interval: intervalOf(scores, ({ regretDifference }) => regretDifference),
    },
    verdict: verdictOn(effectSessions, interval),
    bySession: scores.map(({ sessionDate, difference }) => ({ sessionDate, difference })),
  };
}

function intervalOf(scores: readonly ShadowScore[], of: (score: ShadowScore) => number): Interval {
  return intervalOfSum(scores.map(of), SAMPLING);
}

function tailOf(scores: readonly ShadowScore[]): ShadowComparison['tail'] {
  if (scores.length < LEAST_TAIL_SESSIONS) return null;
  const inForce = quantile(
    scores.map(({ deskPnl }) => deskPnl),
    TAIL,
  );
  const shadow = quantile(
    scores.map(({ deskPnl, difference }) => deskPnl + difference),
    TAIL,
  );
  return inForce === null || shadow === null ? null : { inForce, shadow };
}

function verdictOn(effectSessions: number, [low, high]: Interval): ShadowVerdict {
  if (effectSessions < LEAST_EFFECT_SESSIONS) return 'not enough to tell';
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'could be chance';
}

function keyOf({ name, definition }: StrategyKey): string {
  return `${name} ${definition}`;
}

function bySession(a: ShadowScore, b: ShadowScore): number {
  return a.sessionDate < b.sessionDate ? -1 : 1;
}
