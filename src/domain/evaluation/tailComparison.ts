import { resampledTails, type TailColumns } from '../statistics/resampledTails.ts';
import { INTERVAL_PROBABILITIES, type Interval } from '../statistics/sessionInterval.ts';
import { type BootstrapOptions, bootstrapBounds } from '../statistics/stationaryBootstrap.ts';
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
  const base = tailsOf(
    sessions.map(({ underBaseLimits }) => underBaseLimits),
    sampling,
  );
  const cut = tailsOf(
    sessions.map(({ underCutLimits }) => underCutLimits),
    sampling,
  );
  if (base === null || cut === null) return null;
  const enough = sessions.length < MINIMUM_TAIL_SESSIONS ? 0 : bindingDays;
  const figures = {
    worstDay: tailFigure('worst', base, cut, enough),
    day05: tailFigure('quantile05', base, cut, enough),
    shortfall05: tailFigure('shortfall05', base, cut, enough),
    maxDrawdown: tailFigure('maxDrawdown', base, cut, enough),
  };
  return { sessions: sessions.length, figures, verdict: figures.shortfall05.verdict };
}

/** The tail of one series as it was, and in every resample. */
interface Tails {
  readonly seen: Tail;
  readonly drawn: TailColumns;
}

function tailsOf(results: readonly number[], sampling: BootstrapOptions): Tails | null {
  const seen = tailOf(results);
  return seen === null ? null : { seen, drawn: resampledTails(results, sampling) };
}

function tailFigure(name: keyof Tail, base: Tails, cut: Tails, enough: number): TailFigure {
  // The drawdown alone is a loss as a positive number.
  const improvementOf = (before: number, after: number) =>
    name === 'maxDrawdown' ? before - after : after - before;
  const [before, after] = [base.drawn[name], cut.drawn[name]];
  const improvements = before.map((value, replicate) => improvementOf(value, after[replicate]!));
  const improvement = estimate(improvementOf(base.seen[name], cut.seen[name]), improvements);
  return {
    before: estimate(base.seen[name], before),
    after: estimate(cut.seen[name], after),
    improvement,
    verdict: verdictOn(enough, improvement.interval),
  };
}

function estimate(value: number, replicates: Float64Array): TailEstimate {
  const [low = 0, high = 0] = bootstrapBounds(replicates.toSorted(), INTERVAL_PROBABILITIES);
  return { value, interval: [low, high] };
}
