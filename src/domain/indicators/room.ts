/**
 * Memory for the many short columns of one trader, handed out in pieces of a few large arrays: an array apiece would take half
 * as much again as the numbers in them, and there are ten thousand traders.
 */
export class Room {
  private readonly chunkLength: number;
  private chunk = new Float64Array(0);
  private used = 0;

  /** `chunkLength` is how many numbers it takes at a time; by default no more than is asked for. */
  constructor(chunkLength = 0) {
    this.chunkLength = chunkLength;
  }

  /** Room for `length` numbers, all 0, that nobody else has. */
  take(length: number): Float64Array {
    if (this.used + length > this.chunk.length) {
      this.chunk = new Float64Array(Math.max(length, this.chunkLength));
      this.used = 0;
    }
    this.used += length;
    return this.chunk.subarray(this.used - length, this.used);
  }
}
