/**
 * Counts which places of a sorted list are in a set, and finds its n-th place, each in O(log length): a
 * binary indexed tree (Fenwick 1994).
 *
 * Example: of 5 places with 1 and 3 in the set, two lie below place 4, and the second one is place 3.
 */
export class RankCounts {
  readonly #tree: Int32Array;
  readonly #highest: number;

  /** @param members places in the set at first: one pass over the tree instead of a walk up it for each */
  constructor(length: number, members: readonly Int32Array[] = []) {
    this.#tree = new Int32Array(length + 1);
    for (const places of members)
      for (let at = 0; at < places.length; at++) {
        const node = places[at]! + 1;
        this.#tree[node] = this.#tree[node]! + 1;
      }
    for (let node = 1; node <= length; node++) {
      const above = node + (node & -node);
      if (above <= length) this.#tree[above] = this.#tree[above]! + this.#tree[node]!;
    }
    this.#highest = length === 0 ? 0 : 1 << Math.floor(Math.log2(length));
  }

  /** Adds `change` members at a place, counted from 0: 1 puts it into the set, −1 takes it out. */
  add(place: number, change: number): void {
    for (let node = place + 1; node < this.#tree.length; node += node & -node)
      this.#tree[node] = this.#tree[node]! + change;
  }

  /** Returns the number of members below a place. */
  below(place: number): number {
    let count = 0;
    for (let node = place; node > 0; node -= node & -node) count += this.#tree[node]!;
    return count;
  }

  /** Returns the place of the n-th member, counted from 0. The set has more than n members. */
  placeOf(n: number): number {
    let node = 0;
    let left = n;
    for (let step = this.#highest; step > 0; step >>= 1) {
      const next = node + step;
      if (next >= this.#tree.length || this.#tree[next]! > left) continue;
      node = next;
      left -= this.#tree[next]!;
    }
    return node;
  }
}
