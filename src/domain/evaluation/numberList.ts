const FIRST_ROOM = 1024;

/** A column of numbers that grows: eight bytes each, where an object a row would take many times as many. */
export class NumberList {
  #values = new Float64Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(2 * this.#length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length++] = value;
  }

  /** What was pushed, in order; good until the next push. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
