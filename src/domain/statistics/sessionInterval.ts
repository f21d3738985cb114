import { type BootstrapOptions, bootstrapMeans, bootstrapRatios } from './stationaryBootstrap.ts';

/** The 5 % and 95 % bounds. */
export type Interval = readonly [low: number, high: number];

export const INTERVAL_PROBABILITIES = [0.05, 0.95] as const;

/**
 * 5 % and 95 % bounds of Σ numerators / Σ denominators over sessions, by stationary bootstrap. The bootstrap
 * draws runs of whole sessions, because traders of a desk lose together and a bad session is often followed
 * by another.
 *
 * Example: numerators 1, 2, 3, 4 over denominators of 2, seed 1: 1 to 1.5.
 *
 * Throws DecisionError unless there is at least one session, with one finite denominator of 0 or more for
 * each finite numerator.
 */
export function intervalOfRatio(
  numerators: readonly number[],
  denominators: readonly number[],
  sampling: BootstrapOptions,
): Interval {
  const [low, high] = bootstrapRatios(Float64Array.from(numerators), Float64Array.from(denominators), {
    ...sampling,
    probabilities: INTERVAL_PROBABILITIES,
  });
  return [low ?? Number.NaN, high ?? Number.NaN];
}

/**
 * 5 % and 95 % bounds of the sum over as many sessions as given, in the unit of the values. Returns [0, 0]
 * when every value is 0 or there is none.
 *
 * Example: 100, −50, 30, −20, 80, 60, −40, 10, 20, −30 sum to 160; with seed 1 the bounds are 20 and 300.
 */
export function intervalOfSum(values: readonly number[], sampling: BootstrapOptions): Interval {
  if (values.every((value) => value === 0)) return [0, 0];
  const [low = Number.NaN, high = Number.NaN] = bootstrapMeans(Float64Array.from(values), {
    ...sampling,
    probabilities: INTERVAL_PROBABILITIES,
  });
  return [low * values.length, high * values.length];
}
