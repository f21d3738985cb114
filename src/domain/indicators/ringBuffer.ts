import { FloatArena } from './floatArena.ts';

/** The value of a column where a fact is unknown. */
export const UNKNOWN = Number.NaN;

/**
 * Most values written after a window before it moves back to the front. It bounds the unused memory of a long
 * window.
 */
const MOST_SLACK = 32;

/**
 * The last values of one fact of a trader, oldest first. The window is always contiguous, so a loop over it
 * reads the same numbers in the same order, whatever came before.
 */
export class RingBuffer {
  /** Index after the newest value in `values`. */
  end: number;
  /** Shared with other columns. */
  readonly values: Float64Array;
  readonly #window: number;
  readonly #start: number;
  readonly #beyond: number;
  #first: number;

  /** `window` is the number of values to keep; `arena` may be shared with other columns. */
  constructor(window: number, arena: FloatArena = new FloatArena()) {
    const length = window + Math.min(window, MOST_SLACK);
    const { values, start } = arena.take(length);
    this.#window = window;
    this.values = values;
    this.#start = start;
    this.#beyond = start + length;
    this.#first = start;
    this.end = start;
  }

  /** Number of values kept so far. */
  get length(): number {
    return this.end - this.#first;
  }

  /** Index in `values` of the oldest of the last `count` values, or of the oldest value kept. */
  from(count: number): number {
    return Math.max(this.#first, this.end - count);
  }

  /** The value `place` values before the newest: `fromEnd(0)` is the newest. UNKNOWN before the oldest. */
  fromEnd(place: number): number {
    return place < this.length ? this.values[this.end - 1 - place]! : UNKNOWN;
  }

  /**
   * The last `count` values, or all if fewer, oldest first. The result is a view that is valid until the next
   * push.
   */
  last(count: number): Float64Array {
    return this.values.subarray(this.from(count), this.end);
  }

  /** The value that the next push removes; UNKNOWN while the window is not full. */
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

/**
 * A fact as a column stores it: UNKNOWN for null. A NaN in the facts is damage and not unknown, so it becomes
 * infinity, which the check of the indicators rejects.
 */
export function unknownIfNull(value: number | null): number {
  if (value === null) return UNKNOWN;
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

/** A value of a column as an indicator returns it: null for UNKNOWN. */
export function nullIfUnknown(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
