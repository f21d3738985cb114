import { bootstrapRefusal } from './bootstrapRefusal.ts';
import { quantileSorted } from './descriptive.ts';
import { type BootstrapOptions, resamplesOf } from './resamples.ts';

export type { BootstrapOptions } from './resamples.ts';

export interface BoundOptions extends BootstrapOptions {
  /** Which quantiles of the replicates to return: [0.05, 0.95] for a two-sided 90 % interval. */
  readonly probabilities: readonly number[];
}

/**
 * Quantiles of a statistic over resampled sessions, one for each probability, in the unit of the statistic.
 * `sessions` are in time order.
 *
 * A resample joins runs of consecutive sessions until it has as many sessions as given. A run starts at a
 * random session and its length is geometric; after the last session it continues with the first. The bounds
 * are plain quantiles of the replicates (percentile method). Replicates for which the statistic returns null
 * or NaN are left out.
 *
 * Example: the sum of 100, −50, 30, −20, 80, 60, −40, 10, 20, −30 with seed 1 and [0.05, 0.95]: 20 and 300.
 *
 * Source: Politis & Romano (1994). Throws DecisionError without sessions, and when no replicate has a value.
 */
export function bootstrapInterval<Session>(
  sessions: readonly Session[],
  statistic: (resample: readonly Session[]) => number | null,
  options: BoundOptions,
): number[] {
  const values = bootstrapReplicates(sessions, statistic, options).filter(
    (value) => value !== null && !Number.isNaN(value),
  );
  return bootstrapBounds(Float64Array.from(values, Number).sort(), options.probabilities);
}

/**
 * The statistic of every resample that `bootstrapInterval` would draw, in the order of the draw. Throws
 * DecisionError without sessions.
 */
export function bootstrapReplicates<Session, Value>(
  sessions: readonly Session[],
  statistic: (resample: readonly Session[]) => Value,
  options: BootstrapOptions,
): Value[] {
  const { starts, lengths, firsts, replicates } = resamplesOf(sessions.length, options);
  const values: Value[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const resample: Session[] = [];
    for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
      let place = starts[run]!;
      for (let drawn = 0; drawn < lengths[run]!; drawn++) {
        resample.push(sessions[place] as Session);
        place = place + 1 === sessions.length ? 0 : place + 1;
      }
    }
    values.push(statistic(resample));
  }
  return values;
}

/**
 * The statistic of every resample, ascending, for a statistic that depends only on how often each session was
 * drawn. It draws the resamples of `bootstrapInterval` without listing their sessions.
 *
 * Example: of two sessions the resamples are [2, 0], [1, 1] and [0, 2], each several times.
 *
 * Throws DecisionError without sessions.
 *
 * @param statistic takes how often each session was drawn, in an array that is used again
 */
export function sortedByCounts(
  sessions: number,
  statistic: (times: Float64Array) => number,
  options: BootstrapOptions,
): Float64Array {
  const { starts, lengths, firsts, replicates } = resamplesOf(sessions, options);
  const times = new Float64Array(sessions);
  const values = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    times.fill(0);
    for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
      let place = starts[run]!;
      for (let left = lengths[run]!; left > 0; left--) {
        times[place] = times[place]! + 1;
        place = place + 1 === sessions ? 0 : place + 1;
      }
    }
    values[replicate] = statistic(times);
  }
  return values.sort();
}

/**
 * Same as `bootstrapInterval` for the statistic Σ numerators / Σ denominators, one of each per session. It
 * draws the same resamples without allocating them. A replicate whose denominators are all 0 counts as ±∞, so
 * a bound can be infinite where few sessions have a denominator. 0/0 is left out.
 *
 * Example: the values above as numerators over denominators of 1, seed 1 and [0.05, 0.95]: 2 and 30 a
 * session.
 *
 * Throws DecisionError without sessions, or unless there is one finite denominator of 0 or more for each
 * finite numerator.
 */
export function bootstrapRatios(
  numerators: Float64Array,
  denominators: Float64Array,
  options: BoundOptions,
): number[] {
  return bootstrapBounds(sortedRatios(numerators, denominators, options), options.probabilities);
}

/**
 * Same as `bootstrapRatios` with denominators of 1: quantiles of the mean per session.
 *
 * Throws DecisionError without sessions, or for a value that is not finite.
 */
export function bootstrapMeans(values: Float64Array, options: BoundOptions): number[] {
  refuseNotFinite(values);
  const { starts, lengths, firsts, replicates } = resamplesOf(values.length, options);
  const through = twiceSummed(values);
  const means = new Float64Array(replicates);
  for (let replicate = 0, run = 0; replicate < replicates; replicate++) {
    const next = firsts[replicate + 1]!;
    let sum = 0;
    for (; run < next; run++) {
      const start = starts[run]!;
      sum += through[start + lengths[run]!]! - through[start]!;
    }
    means[replicate] = sum / values.length;
  }
  return bootstrapBounds(means.sort(), options.probabilities);
}

/** The replicates of `bootstrapRatios`, ascending. */
export function sortedRatios(
  numerators: Float64Array,
  denominators: Float64Array,
  options: BootstrapOptions,
): Float64Array {
  refuseUnsummable(numerators, denominators);
  const { starts, lengths, firsts, replicates } = resamplesOf(numerators.length, options);
  const aboveThrough = twiceSummed(numerators);
  const belowThrough = twiceSummed(denominators);
  const ratios = new Float64Array(replicates);
  let count = 0;
  for (let replicate = 0, run = 0; replicate < replicates; replicate++) {
    const next = firsts[replicate + 1]!;
    let above = 0;
    let below = 0;
    for (; run < next; run++) {
      const start = starts[run]!;
      const end = start + lengths[run]!;
      above += aboveThrough[end]! - aboveThrough[start]!;
      below += belowThrough[end]! - belowThrough[start]!;
    }
    if (above !== 0 || below !== 0) ratios[count++] = above / below;
  }
  return ratios.subarray(0, count).sort();
}

/**
 * Cumulative sums over the sessions repeated twice. The sum of any run is then one difference, even of a run
 * that continues with the first session.
 */
export function twiceSummed(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 * values.length + 1);
  for (let place = 0; place < values.length; place++) sums[place + 1] = sums[place]! + values[place]!;
  for (let place = 0, next = values.length; place < values.length; place++, next++)
    sums[next + 1] = sums[next]! + values[place]!;
  return sums;
}

/**
 * Quantiles of replicates in ascending order, one for each probability. A quantile is infinite where the
 * replicates are. Throws DecisionError without replicates, and for a probability outside 0 to 1.
 */
export function bootstrapBounds(sorted: Float64Array, probabilities: readonly number[]): number[] {
  if (sorted.length === 0)
    throw bootstrapRefusal('no replicate with a value', 'a statistic that most resamples have');
  return probabilities.map((probability) => boundAt(sorted, probability));
}

/**
 * Replicates may be infinite and `quantileSorted` refuses infinite values, so only a finite pair is passed to
 * it.
 */
function boundAt(sorted: Float64Array, probability: number): number {
  const position = probability * (sorted.length - 1);
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  if (lower === undefined || upper === undefined)
    throw bootstrapRefusal(`probability ${probability}`, 'a share from 0 to 1');
  if (lower === upper || lower === Number.NEGATIVE_INFINITY) return lower;
  if (upper === Number.POSITIVE_INFINITY) return upper;
  return quantileSorted([lower, upper], position - Math.floor(position)) ?? lower;
}

function refuseUnsummable(numerators: Float64Array, denominators: Float64Array): void {
  if (numerators.length !== denominators.length) {
    throw bootstrapRefusal(
      `${numerators.length} numerators, ${denominators.length} denominators`,
      'as many of each',
    );
  }
  refuseNotFinite(numerators);
  const bad = denominators.find((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (bad !== undefined) throw bootstrapRefusal(`a denominator of ${bad}`, '0 or more');
}

function refuseNotFinite(numerators: Float64Array): void {
  const odd = numerators.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw bootstrapRefusal(`a numerator of ${odd}`, 'finite numbers only');
}
