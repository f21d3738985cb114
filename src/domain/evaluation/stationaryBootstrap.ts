import { DecisionError } from '../../errors.ts';
import { quantileSorted } from '../statistics.ts';
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
  const places = placesOfResamples(sessions.length, options);
  for (let from = 0; from < places.length; from += sessions.length) {
    const resample = places.subarray(from, from + sessions.length);
    const value = statistic(Array.from(resample, (place) => sessions[place] as Session));
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
  const sessions = numerators.length;
  const places = placesOfResamples(sessions, options);
  const ratios = new Float64Array(places.length / sessions);
  let count = 0;
  for (let from = 0; from < places.length; from += sessions) {
    let above = 0;
    let below = 0;
    for (let drawn = from; drawn < from + sessions; drawn++) {
      const place = places[drawn] as number;
      above += numerators[place] as number;
      below += denominators[place] as number;
    }
    if (above !== 0 || below !== 0) ratios[count++] = above / below;
  }
  return ratios.subarray(0, count).sort();
}

/** More places than this are drawn again rather than kept. */
const MOST_KEPT_PLACES = 2 ** 20;
let kept: { readonly key: string; readonly places: Int32Array } | null = null;

/**
 * The places of every resample, one resample after another. Most of the time that a bootstrap takes is spent on drawing, and whoever
 * asks for one statistic asks for the next over as many sessions: so the last draw is kept; fewer replicates are its first
 * ones. It only ever saves time, for the same seed draws the same places.
 */
function placesOfResamples(
  sessions: number,
  { seed, replicates = DEFAULT_REPLICATES, meanBlockSessions = MEAN_BLOCK_SESSIONS }: BootstrapOptions,
): Int32Array {
  if (sessions === 0) throw refusal('no session', 'at least one');
  if (!(meanBlockSessions >= 1)) throw refusal(`blocks of ${meanBlockSessions} sessions`, 'at least 1');
  if (!(replicates >= 1)) throw refusal(`${replicates} replicates`, 'at least 1');
  const key = [sessions, seed, meanBlockSessions].join();
  const length = sessions * Math.ceil(replicates);
  if (kept?.key === key && kept.places.length >= length) return kept.places.subarray(0, length);
  const random = seededRandom(seed);
  const places = new Int32Array(length);
  for (let from = 0; from < places.length; from += sessions) {
    drawPlaces(places.subarray(from, from + sessions), random, meanBlockSessions);
  }
  kept = places.length > MOST_KEPT_PLACES ? null : { key, places };
  return places;
}

function drawPlaces(places: Int32Array, random: () => number, meanBlockSessions: number): void {
  const sessions = places.length;
  const logOfStaying = Math.log1p(-1 / meanBlockSessions);
  for (let filled = 0; filled < sessions; ) {
    let place = Math.floor(random() * sessions);
    const length = 1 + Math.floor(Math.log(1 - random()) / logOfStaying);
    for (const end = Math.min(sessions, filled + length); filled < end; filled++) {
      places[filled] = place;
      place = place + 1 === sessions ? 0 : place + 1;
    }
  }
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
