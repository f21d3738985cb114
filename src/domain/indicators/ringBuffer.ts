import { FloatArena } from './floatArena.ts';

/** What a column holds where a value cannot be known. */
export const UNKNOWN = Number.NaN;

/** Values written past a window before it is moved back to the front; bounds the memory a long window wastes. */
const MOST_SLACK = 32;

/**
 * The last values of one fact of one trader, oldest first. The window always lies in one piece, so that a loop over it sees
 * the same numbers in the same order however many came before.
 */
export class RingBuffer {
  /** Index of the newest value plus one, into `values`. */
  end: number;
  /** Holds other columns too. */
  readonly values: Float64Array;
  readonly #window: number;
  readonly #start: number;
  readonly #beyond: number;
  #first: number;

  /** `window` is how many values it remembers; `room` may be shared with other columns. */
  constructor(window: number, room: FloatArena = new FloatArena()) {
    const length = window + Math.min(window, MOST_SLACK);
    const { values, start } = room.take(length);
    this.#window = window;
    this.values = values;
    this.#start = start;
    this.#beyond = start + length;
    this.#first = start;
    this.end = start;
  }

  /** Values remembered. */
  get length(): number {
    return this.end - this.#first;
  }

  /** Index into `values` of the oldest of the last `count`, or of the oldest there is. */
  from(count: number): number {
    return Math.max(this.#first, this.end - count);
  }

  /** The newest value is `fromEnd(0)`; unknown before the oldest. */
  fromEnd(place: number): number {
    return place < this.length ? this.values[this.end - 1 - place]! : UNKNOWN;
  }

  /** The last `count` values or as many as there are, oldest first: a look into the column until the next push, no copy. */
  last(count: number): Float64Array {
    return this.values.subarray(this.from(count), this.end);
  }

  /** The value that the next push makes it forget; unknown while there is room. */
  oldestIfFull(): number {
    return this.fromEnd(this.#window - 1);
  }

  push(value: number): void {
    if (this.end === this.#beyond) this.#moveToFront();
    this.values[this.end++] = value;
    if (this.length > this.#window) this.#first++;
  }

  #moveToFront(): void {
    const start = this.#start;
    const first = this.#first;
    const { values, end } = this;
    for (let from = first, to = start; from < end; from++, to++) values[to] = values[from]!;
    this.end = start + (end - first);
    this.#first = start;
  }
}

/** A fact that may be missing, as a column holds it. Damage is kept apart from what cannot be known, so that it shows. */
export function orUnknown(value: number | null): number {
  if (value === null) return UNKNOWN;
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

/** As an indicator says it. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
