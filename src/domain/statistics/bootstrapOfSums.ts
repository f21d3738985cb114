import { resamplesOf } from './resamples.ts';
import { type BoundOptions, bootstrapBounds, twiceSummed } from './stationaryBootstrap.ts';

/**
 * Same as `bootstrapInterval` for a statistic of sums over the sessions. It draws the same resamples without
 * listing their sessions. The sums of whole numbers are exact in any order, so the bounds are those of
 * `bootstrapInterval` to the last digit.
 *
 * Example: days 5, 5, 5 and exceptions 0, 1, 0: the statistic of a resample may be its exceptions by day.
 *
 * Throws DecisionError without sessions, and when no replicate has a value.
 *
 * @param columns whole numbers, one a session in each
 * @param statistic takes the sum of each column, in an array that is used again; null is left out
 */
export function bootstrapOfSums(
  columns: readonly Float64Array[],
  statistic: (sums: Float64Array) => number | null,
  options: BoundOptions,
): number[] {
  const { starts, lengths, firsts, replicates } = resamplesOf(columns[0]?.length ?? 0, options);
  const throughs = columns.map(twiceSummed);
  const sums = new Float64Array(columns.length);
  const values: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    sums.fill(0);
    for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
      const start = starts[run]!;
      const end = start + lengths[run]!;
      for (let column = 0; column < sums.length; column++)
        sums[column] = sums[column]! + throughs[column]![end]! - throughs[column]![start]!;
    }
    const value = statistic(sums);
    if (value !== null) values.push(value);
  }
  return bootstrapBounds(Float64Array.from(values).sort(), options.probabilities);
}
