import { RankCounts } from '../../statistics/rankCounts.ts';
import { firstAbove, firstNotBelow } from '../../statistics/sortedPlaces.ts';
import { LOOK_SESSIONS, REFERENCE_SESSIONS, type SessionValues } from './indicatorHistory.ts';

const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

/** How many values lie in each bin; the last bin counts unknown values. */
export interface BinCounts {
  /** Deciles of the reference, equal ones merged. A value on an edge lies in the bin below it. */
  readonly edges: readonly number[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/**
 * Counts the values of 310 sessions between the deciles of the first 250 of them. `rotate` moves the first
 * session behind the last one; the values are sorted once for all rotations.
 */
export class RotatingCounts {
  readonly #sorted: Float64Array;
  /** Places of each session's values in `#sorted`. */
  readonly #places: readonly Int32Array[];
  readonly #unknown: readonly number[];
  readonly #allUnknown: number;
  readonly #inReference: RankCounts;
  #knownInReference: number;
  #unknownInReference: number;
  #rotation = 0;

  /** `sessions`: 310, oldest first. */
  constructor(sessions: readonly SessionValues[]) {
    const ranked = rankedValues(sessions);
    this.#sorted = ranked.sorted;
    this.#places = ranked.places;
    this.#unknown = sessions.map(({ values }, at) => values.length - ranked.places[at]!.length);
    this.#allUnknown = total(this.#unknown);
    const reference = ranked.places.slice(0, REFERENCE_SESSIONS);
    this.#inReference = new RankCounts(this.#sorted.length, reference);
    this.#knownInReference = total(reference.map(({ length }) => length));
    this.#unknownInReference = total(this.#unknown.slice(0, REFERENCE_SESSIONS));
  }

  rotate(): void {
    this.#count(this.#rotation % LOOK_SESSIONS, -1);
    this.#count((this.#rotation + REFERENCE_SESSIONS) % LOOK_SESSIONS, 1);
    this.#rotation++;
  }

  counts(): BinCounts {
    const edges = this.#edges();
    const ends = edges.map((edge) => firstAbove(this.#sorted, edge));
    const inReference = ends.map((end) => this.#inReference.below(end));
    const reference = differences([...inReference, this.#knownInReference]);
    const all = differences([...ends, this.#sorted.length]);
    const unknownNow = this.#allUnknown - this.#unknownInReference;
    return {
      edges,
      reference: [...reference, this.#unknownInReference],
      current: [...all.map((count, bin) => count - reference[bin]!), unknownNow],
    };
  }

  #count(session: number, change: number): void {
    const places = this.#places[session]!;
    for (let at = 0; at < places.length; at++) this.#inReference.add(places[at]!, change);
    this.#knownInReference += change * places.length;
    this.#unknownInReference += change * this.#unknown[session]!;
  }

  /** The same quantiles as everywhere: linear interpolation at place (n − 1)·p. */
  #edges(): readonly number[] {
    const last = this.#knownInReference - 1;
    if (last < 0) return [];
    const edges = DECILES.map((share) => {
      const below = Math.floor(share * last);
      const low = this.#sorted[this.#inReference.placeOf(below)]!;
      const high = this.#sorted[this.#inReference.placeOf(Math.ceil(share * last))]!;
      return low + (share * last - below) * (high - low);
    });
    return edges.filter((edge, place) => place === 0 || edge > edges[place - 1]!);
  }
}

/** All known values in ascending order, and the place of each session's values among them. */
function rankedValues(sessions: readonly SessionValues[]) {
  const known = sessions.map(({ values }) => knownOf(values));
  const sorted = new Float64Array(known.reduce((count, values) => count + values.length, 0));
  let count = 0;
  for (const values of known) {
    sorted.set(values, count);
    count += values.length;
  }
  sorted.sort();
  // Equal values take the places from their first one on, in turn.
  const taken = new Int32Array(sorted.length);
  const places = known.map((values) => {
    const ofSession = new Int32Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const first = firstNotBelow(sorted, values[at]!);
      ofSession[at] = first + taken[first]!;
      taken[first] = taken[first]! + 1;
    }
    return ofSession;
  });
  return { sorted, places };
}

function knownOf(values: ArrayLike<number>): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) known[count++] = values[at]!;
  return known.subarray(0, count);
}

/** The bin of a value: the number of edges below it. */
export function binOf(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return edges.length + 1;
  let bin = 0;
  while (bin < edges.length && edges[bin]! < value) bin++;
  return bin;
}

function differences(ends: readonly number[]): readonly number[] {
  return ends.map((end, place) => end - (place === 0 ? 0 : ends[place - 1]!));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
