import { type Interval, intervalOfRatio } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { DeskSessionTotals } from './deskSessionTotals.ts';

/** Fewer breaches than this and the smaller of two VaRs looks the better, for what it is there for hardly came. */
export const MINIMUM_EXCEPTIONS = 10;

/** Fewer sessions than this and an interval over sessions is an anecdote. */
export const MINIMUM_SESSIONS = 10;

/**
 * The VaR beside the one that the plain volatility alone would have given. A quiet month has a small pinball loss whoever forecasts
 * it; the ratio is what the model did about it.
 */
export interface PinballBenchmark {
  /** Mean pinball loss of the plain volatility's 5 % quantile, over the trader's scale S. */
  readonly plainPinball: number;
  /** The VaR's pinball loss over that: below 1 the features earned something. */
  readonly ratio: number;
  /** 5 % and 95 % bounds of the ratio, sessions resampled; null with fewer than ten sessions or breaches. */
  readonly ratioInterval: Interval | null;
}

/** The sums that the benchmark is made of; a session's own. */
export type SessionPinball = Pick<DeskSessionTotals, 'forecasts' | 'exceptions' | 'pinball' | 'plainPinball'>;

/** Null where no VaR was tested. */
export function pinballBenchmark(
  sessions: readonly SessionPinball[],
  sampling: BootstrapOptions,
): PinballBenchmark | null {
  const tested = sessions.filter(({ plainPinball }) => plainPinball > 0);
  const sum = (of: (session: SessionPinball) => number) => tested.reduce((all, each) => all + of(each), 0);
  const plain = sum(({ plainPinball }) => plainPinball);
  if (plain === 0) return null;
  const isEnough =
    tested.length >= MINIMUM_SESSIONS && sum(({ exceptions }) => exceptions) >= MINIMUM_EXCEPTIONS;
  const columns = [
    tested.map(({ pinball }) => pinball),
    tested.map(({ plainPinball }) => plainPinball),
  ] as const;
  return {
    plainPinball: plain / sum(({ forecasts }) => forecasts),
    ratio: sum(({ pinball }) => pinball) / plain,
    ratioInterval: isEnough ? intervalOfRatio(...columns, sampling) : null,
  };
}
