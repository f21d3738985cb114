/** A part of a shared array, from the index `start` on. */
export interface Slice {
  readonly values: Float64Array;
  readonly start: number;
}

/**
 * Memory for the many short columns of a trader, allocated as parts of a few large arrays. One array per
 * column would need half as much memory again for array headers, and there may be ten thousand traders.
 */
export class FloatArena {
  readonly #chunkLength: number;
  #chunk = new Float64Array(0);
  #used = 0;

  /**
   * `chunkLength` is the smallest array to allocate, in numbers; by default each array has just the requested
   * length.
   */
  constructor(chunkLength = 0) {
    this.#chunkLength = chunkLength;
  }

  /**
   * Returns a part of `length` numbers, all 0, that no other column uses. The part is an array with a start
   * index and not a view, because loading a view per column takes longer than loading its numbers.
   */
  take(length: number): Slice {
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = new Float64Array(Math.max(length, this.#chunkLength));
      this.#used = 0;
    }
    this.#used += length;
    return { values: this.#chunk, start: this.#used - length };
  }
}
