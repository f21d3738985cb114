import { type BootstrapOptions, type Resamples, resamplesOf } from './resamples.ts';
import { TAIL_SHARE, type Tail } from './tail.ts';

/** One column for each figure of a tail: its value in every resample, in the order of the draw. */
export type TailColumns = Readonly<Record<keyof Tail, Float64Array>>;

/** Results in time order with their ranks, and how often a resample draws each rank. */
interface Ranked {
  readonly results: readonly number[];
  /** The results ascending, and the place of each among them. */
  readonly ascending: Float64Array;
  readonly ranks: Int32Array;
  /** By rank, of the resample at hand. */
  readonly times: Int32Array;
}

/**
 * `tailOf` of every resample that `bootstrapInterval` would draw. The results are sorted once: a resample
 * counts how often it drew each rank, and reads its worst 5 % from the lowest ranks.
 *
 * Throws DecisionError without results.
 * @param results finite values in time order
 */
export function resampledTails(results: readonly number[], options: BootstrapOptions): TailColumns {
  const resamples = resamplesOf(results.length, options);
  const column = () => new Float64Array(resamples.replicates);
  const columns = { worst: column(), quantile05: column(), shortfall05: column(), maxDrawdown: column() };
  const ranked = rankedOf(results);
  for (let replicate = 0; replicate < resamples.replicates; replicate++) {
    columns.maxDrawdown[replicate] = drawnDrawdown(ranked, resamples, replicate);
    const { worst, quantile05 } = lowestOf(ranked);
    columns.worst[replicate] = worst;
    columns.quantile05[replicate] = quantile05;
    columns.shortfall05[replicate] = meanThrough(ranked, quantile05);
  }
  return columns;
}

function rankedOf(results: readonly number[]): Ranked {
  const order = Int32Array.from(results, (_, place) => place).sort((a, b) => results[a]! - results[b]!);
  const ranks = new Int32Array(results.length);
  for (const [rank, place] of order.entries()) ranks[place] = rank;
  const ascending = Float64Array.from(order, (place) => results[place]!);
  return { results, ascending, ranks, times: new Int32Array(results.length) };
}

/** Draws a resample into the counts by rank; returns the largest drawdown of its running sum. */
function drawnDrawdown(ranked: Ranked, { starts, lengths, firsts }: Resamples, replicate: number): number {
  const { results, ranks, times } = ranked;
  times.fill(0);
  let [sum, peak, deepest] = [0, 0, 0];
  for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
    let place = starts[run]!;
    for (let left = lengths[run]!; left > 0; left--) {
      const rank = ranks[place]!;
      times[rank] = times[rank]! + 1;
      sum += results[place]!;
      if (sum > peak) peak = sum;
      else if (peak - sum > deepest) deepest = peak - sum;
      place = place + 1 === results.length ? 0 : place + 1;
    }
  }
  return deepest;
}

/** The lowest result that was drawn, and the 5 % quantile, type 7. */
function lowestOf({ ascending, times }: Ranked): Pick<Tail, 'worst' | 'quantile05'> {
  const place = (ascending.length - 1) * TAIL_SHARE;
  let rank = 0;
  let drawn = times[0]!;
  const reach = (wanted: number): number => {
    while (drawn <= wanted) drawn += times[++rank]!;
    return ascending[rank]!;
  };
  const worst = reach(0);
  const below = reach(Math.floor(place));
  const above = reach(Math.ceil(place));
  return { worst, quantile05: below + (place - Math.floor(place)) * (above - below) };
}

/** The mean of the drawn results at or below `bound`, added one by one in ascending order. */
function meanThrough({ ascending, times }: Ranked, bound: number): number {
  let sum = 0;
  let count = 0;
  for (let rank = 0; rank < ascending.length && ascending[rank]! <= bound; rank++) {
    for (let left = times[rank]!; left > 0; left--) sum += ascending[rank]!;
    count += times[rank]!;
  }
  return sum / count;
}
