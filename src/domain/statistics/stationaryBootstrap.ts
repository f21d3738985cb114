import { DecisionError } from '../../shared/errors.ts';
import { quantileSorted } from './descriptive.ts';
import { seededRandom } from './seededRandom.ts';

export interface BootstrapOptions {
  /** Whole number; the same seed draws the same resamples. */
  readonly seed: number;
  readonly replicates?: number;
  /** Mean length of the runs of sessions that stay together. */
  readonly meanBlockSessions?: number;
}

export interface BoundOptions extends BootstrapOptions {
  /** Which quantiles of the replicates to give: [0.05, 0.95] for a two-sided 90 %. */
  readonly probabilities: readonly number[];
}

export const DEFAULT_REPLICATES = 2000;
const MEAN_BLOCK_SESSIONS = 5;

/**
 * Quantiles of a statistic over resampled sessions, one for each probability, in the statistic's unit.
 *
 * Stationary bootstrap (Politis & Romano 1994): runs of consecutive sessions, each begun anywhere and of geometric
 * length, are strung together until there are as many sessions as given; a run that reaches the end goes on at the
 * beginning. Percentile method. Replicates without a value (null) are left out.
 *
 * `sessions` are in order of time. Throws DecisionError without sessions, and when no replicate has a value.
 */
export function bootstrapInterval<Session>(
  sessions: readonly Session[],
  statistic: (resample: readonly Session[]) => number | null,
  options: BoundOptions,
): number[] {
  const values: number[] = [];
  const { starts, lengths, firsts } = resamplesOf(sessions.length, options);
  for (let replicate = 0; replicate + 1 < firsts.length; replicate++) {
    const resample: Session[] = [];
    for (let run = firsts[replicate]!; run < firsts[replicate + 1]!; run++) {
      for (let drawn = 0; drawn < lengths[run]!; drawn++)
        resample.push(sessions[(starts[run]! + drawn) % sessions.length] as Session);
    }
    const value = statistic(resample);
    if (value !== null && !Number.isNaN(value)) values.push(value);
  }
  return bootstrapBounds(Float64Array.from(values).sort(), options.probabilities);
}

/**
 * As `bootstrapInterval` for Σ numerators / Σ denominators, both summed by session beforehand: the same resamples, without
 * an allocation for each. A replicate whose denominators are all 0 counts as ±∞, so that a bound may be infinite
 * where hardly any session has a denominator; 0/0 is left out.
 *
 * Throws DecisionError unless there is one finite denominator of 0 or more for each finite numerator.
 */
export function bootstrapRatios(
  numerators: Float64Array,
  denominators: Float64Array,
  options: BoundOptions,
): number[] {
  return bootstrapBounds(sortedRatios(numerators, denominators, options), options.probabilities);
}

/** The replicates behind `bootstrapRatios`, ascending. */
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

/** Σ of the first n values of the sessions strung together twice: a run that goes on at the beginning is one difference too. */
function twiceSummed(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 * values.length + 1);
  for (let place = 0; place < 2 * values.length; place++)
    sums[place + 1] = sums[place]! + values[place % values.length]!;
  return sums;
}

/** Runs of consecutive sessions, one resample's after another's. */
interface Resamples {
  /** Index of each run's first session, and how many it has; it goes on at the beginning after the last session. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** Index of each resample's first run; one more at the end. */
  readonly firsts: Int32Array;
}

let kept: { readonly key: string; readonly resamples: Resamples } | null = null;

/**
 * The runs of every resample. Drawing takes longer than adding up, and whoever asks for one statistic asks for the next over
 * as many sessions: so the last draw is kept. It only ever saves time, for the same seed draws the same runs.
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

/** Quantiles of replicates in ascending order, one for each probability; a quantile may be infinite where they are. */
export function bootstrapBounds(sorted: Float64Array, probabilities: readonly number[]): number[] {
  if (sorted.length === 0) throw refusal('no replicate with a value', 'a statistic that most resamples have');
  return probabilities.map((probability) => boundAt(sorted, probability));
}

/** The product's quantile between the two replicates around it, which may be infinite as its own values may not. */
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
    hint: 'Judge a period that has sessions, each with sums that are numbers.',
  });
}
