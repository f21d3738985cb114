import { DecisionError } from '../../shared/errors.ts';
import { quantileSorted } from './descriptive.ts';
import { seededRandom } from './seededRandom.ts';

export interface BootstrapOptions {
  /** A whole number. The same seed draws the same resamples. */
  readonly seed: number;
  readonly replicates?: number;
  /** Mean number of consecutive sessions that are drawn together, at least 1. */
  readonly meanBlockSessions?: number;
}

export interface BoundOptions extends BootstrapOptions {
  /** Which quantiles of the replicates to return: [0.05, 0.95] for a two-sided 90 % interval. */
  readonly probabilities: readonly number[];
}

const DEFAULT_REPLICATES = 2000;
const MEAN_BLOCK_SESSIONS = 5;

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
  const values: Value[] = [];
  const { starts, lengths, firsts } = resamplesOf(sessions.length, options);
  for (let replicate = 0; replicate + 1 < firsts.length; replicate++) {
    const resample: Session[] = [];
    for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
      for (let drawn = 0; drawn < lengths[run]!; drawn++)
        resample.push(sessions[(starts[run]! + drawn) % sessions.length] as Session);
    }
    values.push(statistic(resample));
  }
  return values;
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

/** The replicates of `bootstrapRatios`, ascending. */
export function sortedRatios(
  numerators: Float64Array,
  denominators: Float64Array,
  options: BootstrapOptions,
): Float64Array {
  refuseUnsummable(numerators, denominators);
  const { starts, lengths, firsts } = resamplesOf(numerators.length, options);
  const [aboveThrough, belowThrough] = [twiceSummed(numerators), twiceSummed(denominators)];
  const ratios = new Float64Array(firsts.length - 1);
  let count = 0;
  for (let replicate = 0; replicate < ratios.length; replicate++) {
    let above = 0;
    let below = 0;
    for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
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
function twiceSummed(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 * values.length + 1);
  for (let place = 0; place < 2 * values.length; place++)
    sums[place + 1] = sums[place]! + values[place % values.length]!;
  return sums;
}

/** The runs of consecutive sessions of all resamples, in one list. */
interface Resamples {
  /**
   * Index of each run's first session, and its number of sessions; after the last session a run continues
   * with the first.
   */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** Index of each resample's first run, and at the end the number of runs. */
  readonly firsts: Int32Array;
}

let kept: { readonly key: string; readonly resamples: Resamples } | null = null;

/**
 * The runs of every resample. Drawing takes longer than summing, and callers compute several statistics over
 * the same sessions, so the last draw is kept. Keeping it cannot change a result: the same seed draws the
 * same runs.
 */
function resamplesOf(
  sessions: number,
  { seed, replicates = DEFAULT_REPLICATES, meanBlockSessions = MEAN_BLOCK_SESSIONS }: BootstrapOptions,
): Resamples {
  if (sessions === 0) throw refusal('no session', 'at least one');
  if (!(meanBlockSessions >= 1)) throw refusal(`blocks of ${meanBlockSessions} sessions`, 'at least 1');
  if (!(replicates >= 1)) throw refusal(`${replicates} replicates`, 'at least 1');
  const key = [sessions, seed, meanBlockSessions, replicates].join();
  if (kept?.key === key) return kept.resamples;
  const resamples = drawResamples(sessions, { seed, replicates: Math.ceil(replicates), meanBlockSessions });
  kept = { key, resamples };
  return resamples;
}

function drawResamples(
  sessions: number,
  { seed, replicates, meanBlockSessions }: Required<BootstrapOptions>,
): Resamples {
  const random = seededRandom(seed);
  const logOfStaying = Math.log1p(-1 / meanBlockSessions);
  const starts: number[] = [];
  const lengths: number[] = [];
  const firsts = Int32Array.from({ length: replicates + 1 }, (_, replicate) => {
    const first = starts.length;
    for (let left = replicate < replicates ? sessions : 0; left > 0; left -= lengths.at(-1) ?? left) {
      starts.push(Math.floor(random() * sessions));
      lengths.push(Math.min(left, 1 + Math.floor(Math.log(1 - random()) / logOfStaying)));
    }
    return first;
  });
  return { starts: Int32Array.from(starts), lengths: Int32Array.from(lengths), firsts };
}

/**
 * Quantiles of replicates in ascending order, one for each probability. A quantile is infinite where the
 * replicates are. Throws DecisionError without replicates, and for a probability outside 0 to 1.
 */
export function bootstrapBounds(sorted: Float64Array, probabilities: readonly number[]): number[] {
  if (sorted.length === 0) throw refusal('no replicate with a value', 'a statistic that most resamples have');
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
    throw refusal(`probability ${probability}`, 'a share from 0 to 1');
  if (lower === upper || lower === Number.NEGATIVE_INFINITY) return lower;
  if (upper === Number.POSITIVE_INFINITY) return upper;
  return quantileSorted([lower, upper], position - Math.floor(position)) ?? lower;
}

function refuseUnsummable(numerators: Float64Array, denominators: Float64Array): void {
  if (numerators.length !== denominators.length) {
    throw refusal(`${numerators.length} numerators, ${denominators.length} denominators`, 'as many of each');
  }
  const odd = numerators.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw refusal(`a numerator of ${odd}`, 'finite numbers only');
  const bad = denominators.find((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (bad !== undefined) throw refusal(`a denominator of ${bad}`, '0 or more');
}

function refusal(found: string, expected: string): DecisionError {
  return new DecisionError('bootstrap', `bootstrap over sessions · found ${found} · expected ${expected}`, {
    hint: 'Evaluate a period that has sessions, each with finite sums.',
  });
}
