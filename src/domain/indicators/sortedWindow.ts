import { quantileSorted, robustScaleSorted } from '../statistics/descriptive.ts';
import { FloatArena } from './floatArena.ts';
import { RingBuffer } from './ringBuffer.ts';

/** The known values of a window, in ascending order. A push moves a few values instead of sorting all. */
export class SortedWindow {
  readonly #arrivals: RingBuffer;
  readonly #sorted: Float64Array;
  #count = 0;

  /** `window` counts known and unknown values; `arena` may be shared with other columns. */
  constructor(window: number, arena: FloatArena = new FloatArena()) {
    this.#arrivals = new RingBuffer(window, arena);
    const { values, start } = arena.take(window + 1);
    this.#sorted = values.subarray(start, start + window + 1);
  }

  /** Number of known values. */
  get length(): number {
    return this.#count;
  }

  /** Adds a value or UNKNOWN, and removes the oldest value of a full window. */
  push(value: number): void {
    const oldest = this.#arrivals.oldestIfFull();
    this.#arrivals.push(value);
    const hole = Number.isNaN(oldest) ? this.#count++ : firstNotBelow(this.#sorted, oldest, this.#count);
    this.#fill(hole, Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
    if (Number.isNaN(value)) this.#count--;
  }

  /** Quantile of the known values; null without any. */
  quantile(p: number): number | null {
    return quantileSorted(this.#sorted, p, this.#count);
  }

  /** 1.4826 · MAD of the known values; null without any. */
  robustScale(): number | null {
    return robustScaleSorted(this.#sorted, this.#count);
  }

  /** Shifts values by one, from the free index `hole` to the index of `value`, and stores `value` there. */
  #fill(hole: number, value: number): void {
    const sorted = this.#sorted;
    const count = this.#count;
    let place = hole;
    for (; place + 1 < count && sorted[place + 1]! < value; place++) {
      sorted[place] = sorted[place + 1]!;
    }
    for (; place > 0 && sorted[place - 1]! > value; place--) {
      sorted[place] = sorted[place - 1]!;
    }
    sorted[place] = value;
  }
}

/** Index of the first of `count` ascending values that is at least `value`; `count` if all are below. */
export function firstNotBelow(sorted: Float64Array, value: number, count: number = sorted.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
