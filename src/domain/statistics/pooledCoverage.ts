import { DecisionError } from '../../shared/errors.ts';
import { binomialCdf } from './distributions.ts';
import { WITHIN_90, wilsonInterval } from './reliability.ts';
import type { Interval } from './sessionInterval.ts';
import { type BootstrapOptions, bootstrapBounds, sortedRatios } from './stationaryBootstrap.ts';
import { EXCEPTION_RATE } from './varBacktest.ts';

/** The Basel Committee's (1996) traffic light: nothing to object to, more than is comfortable, far too many. */
export type CoverageZone = 'green' | 'yellow' | 'red';

/** One session of the desk: how many VaR forecasts it tested, and how many were breached. */
export interface SessionCoverage {
  readonly forecasts: number;
  readonly exceptions: number;
}

export interface PooledCoverage {
  readonly forecasts: number;
  readonly exceptions: number;
  /** Share of forecasts breached. */
  readonly rate: number;
  /** 5 % and 95 % bounds of the rate: whole sessions resampled, or Wilson's where few forecasts were breached, or few were not. */
  readonly interval: Interval;
  /** So many independent forecasts would leave the rate as uncertain as it is; at most `forecasts`. */
  readonly effectiveForecasts: number;
  readonly zone: CoverageZone;
}

const YELLOW_FROM = 0.95;
const RED_FROM = 0.9999;
const BOUNDS = [0.05, 0.95] as const;
const SAMPLING: BootstrapOptions = { seed: 20_250_109 };
/** With fewer exceptions than this resamples bound too narrowly, and with none not at all: every one of them has none either. */
const LEAST_RESAMPLED = 10;

/**
 * The zone of x exceptions in T independent forecasts (methods: VaR backtests): yellow from the first count at which the
 * binomial distribution reaches 95 %, red from 99.99 %. Both counts whole; too few exceptions are green, and so are none of
 * a single forecast, at which the distribution is at 95 % already.
 */
export function coverageZone(exceptions: number, forecasts: number, rate = EXCEPTION_RATE): CoverageZone {
  if (exceptions === 0) return 'green';
  const share = binomialCdf(exceptions, forecasts, rate);
  if (share < YELLOW_FROM) return 'green';
  return share < RED_FROM ? 'yellow' : 'red';
}

/**
 * Coverage of a whole desk, whose breaches come together: one bad morning breaches many traders' VaR at once, and 41 of
 * them are not 41 witnesses.
 *
 * The sessions, in order of time, are resampled whole (stationary bootstrap). The variance of the rate over the
 * resamples, against rate·(1 − rate)/forecasts if all were independent, says by how much clustering inflates it; the
 * forecasts over that inflation (never below 1) are the effective sample, and the zone is that of the same rate in
 * it, both counts rounded. Where forecasts are independent it is the plain zone, but for the noise of that variance.
 * Bounds of few exceptions are Wilson's, in that same sample.
 *
 * Throws DecisionError without a forecast, or with counts that are no counts.
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

/** `rates` are the resampled ones, ascending. */
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
