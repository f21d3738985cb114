import { DecisionError } from '../../shared/errors.ts';
import { binomialCdf } from './distributions.ts';
import { WITHIN_90, wilsonInterval } from './reliability.ts';
import type { Interval } from './sessionInterval.ts';
import { type BootstrapOptions, bootstrapBounds, sortedRatios } from './stationaryBootstrap.ts';
import { EXCEPTION_RATE } from './varBacktest.ts';

/** Traffic light of the Basel Committee (1996): acceptable, suspiciously many, or far too many exceptions. */
export type CoverageZone = 'green' | 'yellow' | 'red';

/** One session of the desk: how many VaR forecasts were tested on it, and how many of them were breached. */
export interface SessionCoverage {
  readonly forecasts: number;
  readonly exceptions: number;
}

export interface PooledCoverage {
  readonly forecasts: number;
  readonly exceptions: number;
  /** Share of forecasts breached. */
  readonly rate: number;
  /**
   * 5 % and 95 % bounds of the rate. From resampled sessions, or Wilson's where fewer than 10 were breached
   * or kept.
   */
  readonly interval: Interval;
  /**
   * The number of independent forecasts that would make the rate as uncertain as it is; at most `forecasts`.
   */
  readonly effectiveForecasts: number;
  readonly zone: CoverageZone;
}

const YELLOW_FROM = 0.95;
const RED_FROM = 0.9999;
const BOUNDS = [0.05, 0.95] as const;
const SAMPLING: BootstrapOptions = { seed: 20_250_109 };
/**
 * With fewer exceptions, resampled bounds are too narrow. With none, every resample has none and there is no
 * bound.
 */
const LEAST_RESAMPLED = 10;

/**
 * The zone of x exceptions in T independent forecasts, both whole numbers: yellow from the first count at
 * which the binomial distribution reaches 95 %, red from 99.99 %. No exception is always green, even in a
 * single forecast, where the distribution has already reached 95 % at 0.
 *
 * Example: in 250 forecasts P(X ≤ 17) = 0.921 is green, P(X ≤ 18) = 0.953 is yellow, and 27 are red.
 *
 * Source: Basel Committee (1996); docs/methods.md, section 10. Throws DecisionError as `binomialCdf` does.
 */
export function coverageZone(exceptions: number, forecasts: number, rate = EXCEPTION_RATE): CoverageZone {
  if (exceptions === 0) return 'green';
  const share = binomialCdf(exceptions, forecasts, rate);
  if (share < YELLOW_FROM) return 'green';
  return share < RED_FROM ? 'yellow' : 'red';
}

/**
 * Coverage of the VaR of a whole desk. One bad session breaches many traders at once, so 41 breaches on one
 * session are weaker evidence than 41 breaches on different sessions.
 *
 * 1. Resample whole sessions, given in time order, by stationary bootstrap.
 * 2. Inflation = variance of the resampled rate / (rate·(1 − rate)/forecasts), at least 1. The denominator is
 *    the variance of independent forecasts.
 * 3. Effective forecasts = forecasts / inflation.
 * 4. Zone = zone of the same rate in the effective forecasts, both counts rounded.
 *
 * Example: 40 sessions of 5 forecasts, 5 exceptions, all on one session: rate 0.025, 53.0 effective
 * forecasts, bounds 0.007 to 0.090. With one exception on each of 5 sessions: 200 effective forecasts, bounds
 * 0.012 to 0.050.
 *
 * Source: docs/methods.md, section 10. Throws DecisionError without a forecast, or for a count that is not
 * whole, is negative, or exceeds the forecasts of its session.
 */
export function pooledCoverage(
  sessions: readonly SessionCoverage[],
  sampling: BootstrapOptions = SAMPLING,
): PooledCoverage {
  refuseOddSessions(sessions);
  const perSession = { exceptions: counts(sessions, 'exceptions'), forecasts: counts(sessions, 'forecasts') };
  const [exceptions, forecasts] = [total(perSession.exceptions), total(perSession.forecasts)];
  const rate = exceptions / forecasts;
  const rates = sortedRatios(perSession.exceptions, perSession.forecasts, sampling);
  const inflation = Math.max(1, (varianceOf(rates) * forecasts) / (rate * (1 - rate)) || 1);
  const effectiveForecasts = forecasts / inflation;
  return {
    forecasts,
    exceptions,
    rate,
    interval: rateInterval(rate, effectiveForecasts, rates),
    effectiveForecasts,
    zone: coverageZone(Math.round(rate * effectiveForecasts), Math.round(effectiveForecasts)),
  };
}

/** `rates` are the resampled rates, ascending. */
function rateInterval(rate: number, effectiveForecasts: number, rates: Float64Array): Interval {
  const exceptions = rate * effectiveForecasts;
  if (Math.min(exceptions, effectiveForecasts - exceptions) < LEAST_RESAMPLED)
    return wilsonInterval(exceptions, effectiveForecasts, WITHIN_90);
  const [low = rate, high = rate] = bootstrapBounds(rates, BOUNDS);
  return [low, high];
}

function counts(sessions: readonly SessionCoverage[], field: keyof SessionCoverage): Float64Array {
  return Float64Array.from(sessions, (session) => session[field]);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function varianceOf(values: Float64Array): number {
  const mean = total(values) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function refuseOddSessions(sessions: readonly SessionCoverage[]): void {
  const odd = sessions.find(
    ({ forecasts, exceptions }) => !(isCount(forecasts) && isCount(exceptions) && exceptions <= forecasts),
  );
  if (odd !== undefined)
    throw refusal(`${odd.exceptions} exceptions in ${odd.forecasts} forecasts of one session`);
  if (!sessions.some(({ forecasts }) => forecasts > 0)) throw refusal('no forecast');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function refusal(found: string): DecisionError {
  return new DecisionError(
    'coverage',
    `VaR coverage · found ${found} · expected counts, some forecasts, and no more exceptions than those`,
    { hint: 'Judge a period in which at least one VaR was tested.' },
  );
}
