import { decideGate, type GateDecision, LEAST_SESSIONS } from '../../engines/gate.ts';
import { areaUnderCurve } from '../../statistics/scores.ts';
import { type Interval, intervalOfRatio } from '../../statistics/sessionInterval.ts';
import { type BootstrapOptions, bootstrapInterval } from '../../statistics/stationaryBootstrap.ts';
import { MINIMUM_BINDING_DAYS } from '../impact.ts';
import type { ContestSession } from './contestant.ts';

/** The measures; lower is better for all but AUC. */
export const MEASURES = ['pinball', 'brier', 'regret', 'auc'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Whether the 90 % interval of a difference excludes 0. `not enough to tell`: fewer sessions than the gate
 * requires, or for regret fewer than ten trader-days with different regrets.
 */
export type Verdict = 'better' | 'worse' | 'could be chance' | 'not enough to tell';

export interface Difference {
  /** The contestant's value minus the product's, in the measure's unit. */
  readonly value: number;
  readonly interval: Interval;
  readonly verdict: Verdict;
}

export interface ContestantResult {
  readonly name: string;
  readonly what: string;
  /**
   * pinball: mean pinball loss of the 5 % quantile over S. brier: mean squared error of P(large loss).
   * regret: mean per trader-day, in base limits. auc: area under the ROC curve.
   */
  readonly measures: Readonly<Record<Measure, number | null>>;
  /** Null for the product itself; an entry is null if the measure is unknown. */
  readonly differences: Readonly<Record<Measure, Difference | null>> | null;
  /** Share of days below the 5 % quantile. */
  readonly breaches: number | null;
  /** The gate's decision for the contestant on its last sessions, as if it were not in force. */
  readonly gate: GateDecision | null;
}

export interface ContestResult {
  readonly first: string | null;
  readonly last: string | null;
  readonly sessions: number;
  readonly traderDays: number;
  /** The product comes first. */
  readonly contestants: readonly ContestantResult[];
}

interface NamedSessions {
  readonly name: string;
  readonly what: string;
  readonly sessions: readonly ContestSession[];
}

const SAMPLING: BootstrapOptions = { seed: 20_250_109 };
/** Each replicate of an AUC sorts every row, so there are fewer replicates. */
const AUC_SAMPLING = { ...SAMPLING, replicates: 200, probabilities: [0.05, 0.95] };

/**
 * Scores of every contestant, and differences from the first. All contestants hold the same sessions and
 * rows.
 */
export function contestResult(contestants: readonly NamedSessions[]): ContestResult {
  const product = contestants[0]?.sessions ?? [];
  return {
    first: product[0]?.score.sessionDate ?? null,
    last: product.at(-1)?.score.sessionDate ?? null,
    sessions: product.length,
    traderDays: sum(product, ({ rows }) => rows),
    contestants: contestants.map(({ name, what, sessions }, place) => ({
      name,
      what,
      measures: measuresOf(sessions),
      differences: place === 0 || sessions.length === 0 ? null : differencesOf(sessions, product),
      breaches: ratio(
        sum(sessions, ({ score: account }) => account.varExceptions),
        sum(sessions, ({ rows }) => rows),
      ),
      gate: gateOf(sessions),
    })),
  };
}

function measuresOf(sessions: readonly ContestSession[]): ContestantResult['measures'] {
  const rows = sum(sessions, (session) => session.rows);
  return {
    pinball: ratio(
      sum(sessions, ({ pinball }) => pinball),
      rows,
    ),
    brier: ratio(
      sum(sessions, ({ brier }) => brier),
      rows,
    ),
    regret: ratio(
      sum(sessions, ({ score: account }) => account.modelRegret),
      sum(sessions, ({ judged }) => judged),
    ),
    auc: aucOf(sessions),
  };
}

function differencesOf(own: readonly ContestSession[], product: readonly ContestSession[]) {
  const rows = own.map((session) => session.rows);
  const judged = own.map((session) => session.judged);
  return {
    pinball: meanDifference(own, product, ({ pinball }) => pinball, rows),
    brier: meanDifference(own, product, ({ brier }) => brier, rows),
    regret: judged.some((count) => count > 0) ? regretDifference(own, product, judged) : null,
    auc: aucDifference(own, product),
  };
}

/**
 * Cuts that never bind, or bind alike, have equal regrets: a difference of 0 that does not prove equal
 * quality.
 */
function regretDifference(
  own: readonly ContestSession[],
  product: readonly ContestSession[],
  judged: readonly number[],
): Difference {
  const theirs = product.flatMap(({ regrets }) => regrets);
  const differing = own.flatMap(({ regrets }) => regrets).filter((regret, row) => regret !== theirs[row]);
  const difference = meanDifference(own, product, ({ score: account }) => account.modelRegret, judged);
  return differing.length < MINIMUM_BINDING_DAYS
    ? { ...difference, verdict: 'not enough to tell' }
    : difference;
}

function meanDifference(
  own: readonly ContestSession[],
  product: readonly ContestSession[],
  of: (session: ContestSession) => number,
  counts: readonly number[],
): Difference {
  const gaps = own.map((session, place) => of(session) - of(product[place]!));
  const value =
    gaps.reduce((total, gap) => total + gap, 0) / counts.reduce((total, count) => total + count, 0);
  const interval = intervalOfRatio(gaps, counts, SAMPLING);
  return { value, interval, verdict: verdictOf(interval, -1, own.length) };
}

function aucDifference(
  own: readonly ContestSession[],
  product: readonly ContestSession[],
): Difference | null {
  const [mine, theirs] = [aucOf(own), aucOf(product)];
  if (mine === null || theirs === null) return null;
  const places = own.map((_, place) => place);
  const gapOf = (resample: readonly number[]) => {
    const [a, b] = [own, product].map((sessions) => aucOf(resample.map((place) => sessions[place]!)));
    return a === null || b === null || a === undefined || b === undefined ? null : a - b;
  };
  const [low = Number.NaN, high = Number.NaN] = bootstrapInterval(places, gapOf, AUC_SAMPLING);
  return { value: mine - theirs, interval: [low, high], verdict: verdictOf([low, high], 1, own.length) };
}

function verdictOf([low, high]: Interval, betterSign: 1 | -1, sessions: number): Verdict {
  if (sessions < LEAST_SESSIONS) return 'not enough to tell';
  if (low > 0) return betterSign > 0 ? 'better' : 'worse';
  if (high < 0) return betterSign > 0 ? 'worse' : 'better';
  return 'could be chance';
}

function aucOf(sessions: readonly ContestSession[]): number | null {
  return areaUnderCurve(sessions.flatMap(({ probabilities }) => probabilities));
}

function gateOf(sessions: readonly ContestSession[]): GateDecision | null {
  const last = sessions.at(-1);
  if (last === undefined) return null;
  return decideGate(
    sessions.map(({ score: account }) => account),
    last.score.sessionDate,
    false,
  );
}

function sum(sessions: readonly ContestSession[], of: (session: ContestSession) => number): number {
  return sessions.reduce((total, session) => total + of(session), 0);
}

function ratio(above: number, below: number): number | null {
  return below === 0 ? null : above / below;
}
