/**
 * A sum of floating-point numbers whose rounding errors are added back at the end, as SQLite's `sum` does.
 * Postgres adds without it, and in an order of its own: both stores must give the same last digit.
 *
 * Source: A. Neumaier, ZAMM 54 (1974) 39-51. Example: 1, 1e100, 1, -1e100 sums to 2; added in order, to 0.
 */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}
