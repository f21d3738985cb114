import { type Interval, intervalOfRatio } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { DeskSessionTotals } from './deskSessionTotals.ts';

/**
 * With fewer breaches the smaller of two VaRs always has the lower pinball loss, because the losses that it
 * understates are missing.
 */
export const MINIMUM_EXCEPTIONS = 10;

/** With fewer sessions there is no interval over sessions. */
export const MINIMUM_SESSIONS = 10;

/**
 * The model's VaR compared with the VaR of the plain volatility alone. Both have a small pinball loss in a
 * quiet month; their ratio shows what the features added. Example: losses of 0.098 and 0.1 give a ratio of
 * 0.98.
 */
export interface PinballBenchmark {
  /** Mean pinball loss of the plain volatility's 5 % quantile, divided by the trader's scale S. */
  readonly plainPinball: number;
  /** The VaR's pinball loss divided by the plain one; below 1 the features improve the VaR. */
  readonly ratio: number;
  /** 5 % and 95 % bounds of the ratio, sessions resampled; null with fewer than ten sessions or breaches. */
  readonly ratioInterval: Interval | null;
}

/** The totals of a session that the benchmark uses. */
export type SessionPinball = Pick<DeskSessionTotals, 'forecasts' | 'exceptions' | 'pinball' | 'plainPinball'>;

/** Null if no VaR was tested. */
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
