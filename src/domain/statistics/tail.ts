import { quantileSorted } from './descriptive.ts';

/** How bad the worst results of a series are, in the unit of the results. */
export interface Tail {
  /** The lowest result. */
  readonly worst: number;
  /** The 5 % quantile, type 7. */
  readonly quantile05: number;
  /** Expected shortfall: the mean of the results at or below the 5 % quantile. */
  readonly shortfall05: number;
  /** The largest fall of the running sum below its highest point so far, 0 at the start; 0 or more. */
  readonly maxDrawdown: number;
}

export const TAIL_SHARE = 0.05;

/**
 * The tail of results in time order.
 *
 * Example: 100, −300, 50, −200, 400: worst −300, 5 % quantile −300 + 0.2·100 = −280, mean of the results at
 * or below it −300. The running sum is 100, −200, −150, −350, 50: a drawdown of 450.
 *
 * Source: Acerbi & Tasche (2002), expected shortfall. Returns null without results. Throws DecisionError for
 * a result that is not finite.
 */
export function tailOf(results: readonly number[]): Tail | null {
  const sorted = Float64Array.from(results).sort();
  const quantile05 = quantileSorted(sorted, TAIL_SHARE);
  if (quantile05 === null) return null;
  return {
    worst: sorted[0]!,
    quantile05,
    shortfall05: meanThrough(sorted, quantile05),
    maxDrawdown: maxDrawdown(results),
  };
}

/** The mean of the ascending values at or below `bound`, of which there is at least one. */
function meanThrough(sorted: Float64Array, bound: number): number {
  let sum = 0;
  let count = 0;
  for (; count < sorted.length && sorted[count]! <= bound; count++) sum += sorted[count]!;
  return sum / count;
}

function maxDrawdown(results: readonly number[]): number {
  let sum = 0;
  let peak = 0;
  let deepest = 0;
  for (const result of results) {
    sum += result;
    peak = Math.max(peak, sum);
    deepest = Math.max(deepest, peak - sum);
  }
  return deepest;
}
