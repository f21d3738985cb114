import { quantileSorted, robustScaleSorted } from '../statistics/descriptive.ts';
import { FloatArena } from './floatArena.ts';
import { RingBuffer } from './ringBuffer.ts';

/** The known among the last values, in ascending order, kept so by moving a few of them at each arrival instead of sorting. */
export class SortedWindow {
  readonly #arrivals: RingBuffer;
  readonly #sorted: Float64Array;
  #count = 0;

  /** `window` is how many values it looks back on, known or not; `room` may be shared. */
  constructor(window: number, room: FloatArena = new FloatArena()) {
    this.#arrivals = new RingBuffer(window, room);
    const { values, start } = room.take(window + 1);
    this.#sorted = values.subarray(start, start + window + 1);
  }

  /** Known values held. */
  get length(): number {
    return this.#count;
  }

  /** The next value, or UNKNOWN, takes the place of the oldest. */
  push(value: number): void {
    const oldest = this.#arrivals.oldestIfFull();
    this.#arrivals.push(value);
    const hole = Number.isNaN(oldest) ? this.#count++ : firstNotBelow(this.#sorted, oldest, this.#count);
    this.#fill(hole, Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
    if (Number.isNaN(value)) this.#count--;
  }

  /** Quantile of the known values (type 7); null of none. */
  quantile(p: number): number | null {
    return quantileSorted(this.#sorted, p, this.#count);
  }

  /** 1.4826 · MAD of the known values; null of none. */
  robustScale(): number | null {
    return robustScaleSorted(this.#sorted, this.#count);
  }

  /** Moves a free place to where the value belongs, and the values on the way by one. */
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

/** Index of the first of the `count` ascending values that is not below `value`; `count` if all are. */
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
