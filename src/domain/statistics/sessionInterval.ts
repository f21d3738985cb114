import { type BootstrapOptions, bootstrapRatios } from './stationaryBootstrap.ts';

/** How an interval is drawn; the same seed gives the same interval. */
export type Sampling = BootstrapOptions;

/** The 5 % and 95 % bounds. */
export type Interval = readonly [low: number, high: number];

export const INTERVAL_PROBABILITIES = [0.05, 0.95] as const;

/**
 * Bounds of a ratio of two sums over sessions, by stationary bootstrap: whole sessions are drawn, in runs, since what
 * befalls a desk on one day befalls its traders together and does not end with the day.
 *
 * @param denominators above 0, one for each numerator, at least one
 */
export function intervalOfRatio(
  numerators: readonly number[],
  denominators: readonly number[],
  sampling: Sampling,
): Interval {
  const [low, high] = bootstrapRatios(Float64Array.from(numerators), Float64Array.from(denominators), {
    ...sampling,
    probabilities: INTERVAL_PROBABILITIES,
  });
  return [low ?? Number.NaN, high ?? Number.NaN];
}

/** Bounds of the sum over as many sessions again, in the unit of the values; nothing at all adds up to 0. */
export function intervalOfSum(values: readonly number[], sampling: Sampling): Interval {
  if (values.every((value) => value === 0)) return [0, 0];
  const [low, high] = intervalOfRatio(values, Array(values.length).fill(1), sampling);
  return [low * values.length, high * values.length];
}
