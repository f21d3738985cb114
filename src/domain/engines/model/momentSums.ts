import { DecisionError } from '../../../shared/errors.ts';
import { momentLayout } from './momentLayout.ts';

/**
 * The sums that a ridge fit needs of its rows: the number of rows, and the sums of products of features,
 * missing flags and targets. Sums of sessions add up to the sums of a window. A weekly refit therefore costs
 * the same however long the history, and a fold is one addition per session.
 *
 * A feature that is unknown in a row (NaN) counts as 0 and raises its flag. That is enough to standardise
 * later on the known rows of any window, with unknown values at the mean (docs/methods.md, section 6).
 */
export class MomentSums {
  readonly features: number;
  readonly targets: number;
  /** The symmetric matrix over (1, features, flags, targets), upper triangle by rows. */
  readonly packed: Float64Array;
  readonly #columns: number;
  readonly #rowStart: Int32Array;
  readonly #unflagged: Int32Array;
  readonly #missing: Int32Array;

  /**
   * @param packed sums read from a store
   * @throws DecisionError for sums of another shape
   */
  constructor(features: number, targets: number, packed?: Float64Array) {
    this.features = features;
    this.targets = targets;
    const { columns, rowStart, unflagged } = momentLayout(features, targets);
    this.#columns = columns;
    this.#rowStart = rowStart;
    this.#unflagged = unflagged;
    const size = (this.#columns * (this.#columns + 1)) / 2;
    if (packed && packed.length !== size) throw wrongShape(packed.length, size);
    this.packed = packed ?? new Float64Array(size);
    this.#missing = new Int32Array(features);
  }

  /** The number of rows added. */
  get rows(): number {
    return this.packed[0] ?? 0;
  }

  /** Adds one row: `features` values (NaN = unknown) and `targets` finite values. */
  add(row: Float64Array, targets: Float64Array): void {
    const { packed, features } = this;
    const missing = this.#missing;
    let missingCount = 0;
    packed[0] = packed[0]! + 1;
    for (let i = 0; i < features; i++) {
      const value = row[i]!;
      if (Number.isNaN(value)) {
        missing[missingCount++] = i;
        continue;
      }
      packed[1 + i] = packed[1 + i]! + value;
      // A product with an unknown value (NaN) is skipped, not added.
      let place = this.#rowStart[1 + i]! + 1 + i;
      for (let j = i; j < features; j++, place++) {
        const other = row[j]!;
        if (!Number.isNaN(other)) packed[place] = packed[place]! + value * other;
      }
      this.#addTargets(1 + i, value, targets);
    }
    for (let m = 0; m < missingCount; m++) this.#addMissing(missing[m]!, missingCount, row, targets);
    this.#addTargets(0, 1, targets);
    this.#addTargetProducts(targets);
  }

  /** Adds other sums of the same shape, one after another. Their order affects the last digit. */
  merge(others: readonly MomentSums[]): void {
    const odd = others.find(({ packed }) => packed.length !== this.packed.length);
    if (odd) throw wrongShape(odd.packed.length, this.packed.length);
    for (const { packed } of others) this.#addSums(packed);
  }

  sum(feature: number): number {
    return this.#at(0, 1 + feature);
  }

  /** Returns the number of rows in which the feature was unknown. */
  missing(feature: number): number {
    return this.#at(0, 1 + this.features + feature);
  }

  /** Returns Σ vᵢ·vⱼ over the rows in which both are known. */
  product(i: number, j: number): number {
    return this.#at(1 + i, 1 + j);
  }

  /** Returns Σ vᵢ·flagⱼ: the sum of feature i over the rows in which j is unknown. */
  sumWhereMissing(i: number, j: number): number {
    return this.#at(1 + i, 1 + this.features + j);
  }

  /** Returns the number of rows in which both are unknown. */
  bothMissing(i: number, j: number): number {
    return this.#at(1 + this.features + i, 1 + this.features + j);
  }

  targetSum(target: number): number {
    return this.#at(0, 1 + 2 * this.features + target);
  }

  targetSquares(target: number): number {
    const column = 1 + 2 * this.features + target;
    return this.#at(column, column);
  }

  /** Returns Σ vᵢ·y over the rows in which the feature is known. */
  targetProduct(feature: number, target: number): number {
    return this.#at(1 + feature, 1 + 2 * this.features + target);
  }

  /** Returns Σ y over the rows in which the feature is unknown. */
  targetSumWhereMissing(feature: number, target: number): number {
    return this.#at(1 + this.features + feature, 1 + 2 * this.features + target);
  }

  /** Most sums raise no flag, and are 0 at all places of flags: most of the triangle. */
  #addSums(other: Float64Array): void {
    if (this.#isFlagged(other)) this.#addAll(other);
    else this.#addUnflagged(other);
  }

  #isFlagged(other: Float64Array): boolean {
    const firstFlag = 1 + this.features;
    for (let flag = firstFlag; flag < firstFlag + this.features; flag++) if (other[flag] !== 0) return true;
    return false;
  }

  #addAll(other: Float64Array): void {
    const { packed } = this;
    for (let place = 0; place < packed.length; place++) packed[place] = packed[place]! + other[place]!;
  }

  #addUnflagged(other: Float64Array): void {
    const { packed } = this;
    const unflagged = this.#unflagged;
    for (let i = 0; i < unflagged.length; i++) {
      const place = unflagged[i]!;
      packed[place] = packed[place]! + other[place]!;
    }
  }

  #addMissing(feature: number, missingCount: number, row: Float64Array, targets: Float64Array): void {
    const flag = 1 + this.features + feature;
    this.#bump(0, flag, 1);
    for (let i = 0; i < this.features; i++) {
      const value = row[i]!;
      if (!Number.isNaN(value)) this.#bump(1 + i, flag, value);
    }
    for (let m = 0; m < missingCount; m++) {
      const other = this.#missing[m]!;
      if (other >= feature) this.#bump(flag, 1 + this.features + other, 1);
    }
    this.#addTargets(flag, 1, targets);
  }

  #addTargets(column: number, value: number, targets: Float64Array): void {
    for (let t = 0; t < this.targets; t++) {
      this.#bump(column, 1 + 2 * this.features + t, value * targets[t]!);
    }
  }

  #addTargetProducts(targets: Float64Array): void {
    for (let t = 0; t < this.targets; t++) {
      for (let u = t; u < this.targets; u++) {
        const first = 1 + 2 * this.features;
        this.#bump(first + t, first + u, targets[t]! * targets[u]!);
      }
    }
  }

  #bump(row: number, column: number, by: number): void {
    const place = this.#rowStart[row]! + column;
    this.packed[place] = this.packed[place]! + by;
  }

  #at(row: number, column: number): number {
    const place = row < column ? this.#rowStart[row]! + column : this.#rowStart[column]! + row;
    return this.packed[place]!;
  }
}

function wrongShape(found: number, expected: number): DecisionError {
  return new DecisionError('moment_sums', `training sums · ${found} numbers · expected ${expected}`, {
    hint: 'A version with other indicators stored them. Delete the learned sessions; the next morning learns them again.',
  });
}
