/** Some numbers of an array that others use too, from a place on. */
export interface Slice {
  readonly values: Float64Array;
  readonly start: number;
}

/**
 * Memory for the many short columns of one trader, handed out in pieces of a few large arrays: an array apiece would take half
 * as much again as the numbers in them, and there are ten thousand traders.
 */
export class FloatArena {
  readonly #chunkLength: number;
  #chunk = new Float64Array(0);
  #used = 0;

  /** `chunkLength` is how many numbers it takes at a time; by default no more than is asked for. */
  constructor(chunkLength = 0) {
    this.#chunkLength = chunkLength;
  }

  /**
   * Room for `length` numbers, all 0, that nobody else has. It is no view of its own: with one for each column a morning spends
   * more time on waiting for the views than for the numbers.
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
