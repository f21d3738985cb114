import { INTERVAL_PROBABILITIES, type Interval } from '../statistics/sessionInterval.ts';
import {
  type BootstrapOptions,
  bootstrapBounds,
  bootstrapReplicates,
} from '../statistics/stationaryBootstrap.ts';
import { type Tail, tailOf } from '../statistics/tail.ts';
import { type ImpactVerdict, verdictOn } from './impact.ts';

/** The figures of the tail, in the order in which they are reported. */
export const TAIL_FIGURES = ['worstDay', 'day05', 'shortfall05', 'maxDrawdown'] as const;
export type TailFigureName = (typeof TAIL_FIGURES)[number];

/** A figure in dollars with its 5 % and 95 % bounds, sessions resampled. */
export interface TailEstimate {
  readonly value: number;
  readonly interval: Interval;
}

/** One figure of the tail of the desk's sessions, under the base limits and under the cut limits. */
export interface TailFigure {
  readonly before: TailEstimate;
  readonly after: TailEstimate;
  /** How much smaller the cuts made it, dollars: above 0 they helped. Both series are resampled together. */
  readonly improvement: TailEstimate;
  readonly verdict: ImpactVerdict;
}

/**
 * The worst results of the desk by session: the worst day, the 5 % day (type 7) and the mean of the days at
 * or below it (ES 5 %) as P&L, so usually negative; the largest drawdown of the summed P&L as a positive
 * number.
 */
export interface TailComparison {
  readonly sessions: number;
  readonly figures: Readonly<Record<TailFigureName, TailFigure>>;
  /** Of the ES 5 %, which uses every day of the tail. */
  readonly verdict: ImpactVerdict;
}

/** P&L of the desk on one session, dollars. */
export interface PairedSession {
  readonly underBaseLimits: number;
  readonly underCutLimits: number;
}

/** With fewer sessions the worst 5 % are fewer than five, and have no verdict. */
export const MINIMUM_TAIL_SESSIONS = 100;

/**
 * Compares the tails of the desk under base limits and under cut limits over sessions in time order; null
 * without any. The intervals resample runs of sessions, with the two P&Ls of a session together. That of the
 * drawdown is therefore of the drawdowns that the same runs of sessions would have had in another order. No
 * resample has a day worse than the worst one seen, so that bound of the worst day and of the drawdown is
 * too narrow.
 *
 * @param bindingDays trader-days on which the cuts had an effect; under ten there is no verdict
 */
export function tailComparison(
  sessions: readonly PairedSession[],
  bindingDays: number,
  sampling: BootstrapOptions,
): TailComparison | null {
  const seen = pairedTail(sessions);
  if (seen === null) return null;
  const drawn = bootstrapReplicates(sessions, pairedTail, sampling).flatMap((tail) => tail ?? []);
  const enough = sessions.length < MINIMUM_TAIL_SESSIONS ? 0 : bindingDays;
  const figure = (name: TailFigureName): TailFigure => {
    const estimate = (side: 'before' | 'after' | 'improvement') => ({
      value: seen[name][side],
      interval: boundsOf(drawn.map((tail) => tail[name][side])),
    });
    const improvement = estimate('improvement');
    const verdict = verdictOn(enough, improvement.interval);
    return { before: estimate('before'), after: estimate('after'), improvement, verdict };
  };
  const figures = {
    worstDay: figure('worstDay'),
    day05: figure('day05'),
    shortfall05: figure('shortfall05'),
    maxDrawdown: figure('maxDrawdown'),
  };
  return { sessions: sessions.length, figures, verdict: figures.shortfall05.verdict };
}

type Paired = Readonly<Record<'before' | 'after' | 'improvement', number>>;

function pairedTail(sessions: readonly PairedSession[]): Readonly<Record<TailFigureName, Paired>> | null {
  const before = tailOf(sessions.map(({ underBaseLimits }) => underBaseLimits));
  const after = tailOf(sessions.map(({ underCutLimits }) => underCutLimits));
  if (before === null || after === null) return null;
  const pair = (of: (tail: Tail) => number, isLoss = false): Paired => ({
    before: of(before),
    after: of(after),
    improvement: isLoss ? of(before) - of(after) : of(after) - of(before),
  });
  return {
    worstDay: pair(({ worst }) => worst),
    day05: pair(({ quantile05 }) => quantile05),
    shortfall05: pair(({ shortfall05 }) => shortfall05),
    maxDrawdown: pair(({ maxDrawdown }) => maxDrawdown, true),
  };
}

function boundsOf(replicates: readonly number[]): Interval {
  const [low = 0, high = 0] = bootstrapBounds(Float64Array.from(replicates).sort(), INTERVAL_PROBABILITIES);
  return [low, high];
}
