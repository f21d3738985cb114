import { lagOneAutocorrelation } from '../statistics/descriptive.ts';
import type { RingBuffer } from './ringBuffer.ts';

/** Where the sizes of a window of at most 64 are put; nothing in it outlives the call. */
const scratch = new Float64Array(64);

/** How many of the last `sessions` values are known. */
export function known(column: RingBuffer, sessions: number): number {
  const { values, end } = column;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    if (!Number.isNaN(values[i])) count++;
  }
  return count;
}

/** Sum of the last `sessions` values, oldest first, of a column in which all are known; 0 of none. */
export function sum(column: RingBuffer, sessions: number): number {
  const { values, end } = column;
  let total = 0;
  for (let i = column.from(sessions); i < end; i++) total += values[i]!;
  return total;
}

/** Mean of x² of the known among the last `sessions` values; null below `minimum` known. */
export function meanSquare(column: RingBuffer, sessions: number, minimum: number): number | null {
  const { values, end } = column;
  let total = 0;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    total += value * value;
    count++;
  }
  return count < minimum ? null : total / count;
}

/** Σ min(x, 0)² of the known among the last `sessions` values. */
export function sumOfSquaredLosses(column: RingBuffer, sessions: number): number {
  const { values, end } = column;
  let total = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (value < 0) total += value * value;
  }
  return total;
}

/** Σ min(x, 0)² over Σ x² of the same; null below `minimum` known, and where none of them moved. */
export function lossShareOfSquares(column: RingBuffer, sessions: number, minimum: number): number | null {
  const { values, end } = column;
  let total = 0;
  let ofLosses = 0;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    total += value * value;
    if (value < 0) ofLosses += value * value;
    count++;
  }
  return count < minimum ? null : ratio(ofLosses, total);
}

/** The least known of the last `sessions` values; null below `minimum` known. */
export function least(column: RingBuffer, sessions: number, minimum: number): number | null {
  const { values, end } = column;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (value < smallest) smallest = value;
  }
  return known(column, sessions) < minimum ? null : smallest;
}

/** Mean of the known among the last `sessions` values; null below `minimum` known. */
export function mean(column: RingBuffer, sessions: number, minimum: number): number | null {
  const { values, end } = column;
  let total = 0;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    total += value;
    count++;
  }
  return count < minimum ? null : total / count;
}

/**
 * Exponentially weighted mean of the known among the last `sessions` values: Σ decayᵏ·x₍ₙ₋ₖ₎ / Σ decayᵏ. The weights are
 * normalised over the values there are, so that a short history gives an honest mean. Null below `minimum` known.
 */
export function decayingMean(
  column: RingBuffer,
  decay: number,
  sessions: number,
  minimum: number,
): number | null {
  const { values, end } = column;
  const from = column.from(sessions);
  let weighted = 0;
  let weights = 0;
  let weight = 1;
  let count = 0;
  // From the newest back: the sums then wait for additions only, not for each other's products.
  for (let i = end - 1; i >= from; i--) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    weighted += weight * value;
    weights += weight;
    weight *= decay;
    count++;
  }
  return count < minimum ? null : weighted / weights;
}

/** The same of the squares, for two decays in one pass: oldest first, for then the four sums wait each for itself only. */
export function decayingMeanSquares(
  column: RingBuffer,
  fast: number,
  slow: number,
  sessions: number,
  minimum: number,
): readonly [fast: number, slow: number] | null {
  const { values, end } = column;
  let fastSum = 0;
  let fastWeights = 0;
  let slowSum = 0;
  let slowWeights = 0;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const next = values[i + 1]!;
    if (i + 1 < end && !Number.isNaN(next)) {
      // Two at a step, while there are: a sum then waits half as often for itself.
      fastSum = fastSum * (fast * fast) + (value * value * fast + next * next);
      fastWeights = fastWeights * (fast * fast) + (fast + 1);
      slowSum = slowSum * (slow * slow) + (value * value * slow + next * next);
      slowWeights = slowWeights * (slow * slow) + (slow + 1);
      count += 2;
      i++;
    } else {
      fastSum = fastSum * fast + value * value;
      fastWeights = fastWeights * fast + 1;
      slowSum = slowSum * slow + value * value;
      slowWeights = slowWeights * slow + 1;
      count++;
    }
  }
  return count < minimum ? null : [fastSum / fastWeights, slowSum / slowWeights];
}

/** Lag-1 autocorrelation of the sizes |x| of the known among the last `sessions` values; null below `minimum` known. */
export function clustering(column: RingBuffer, sessions: number, minimum: number): number | null {
  const { values, end } = column;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) scratch[count++] = Math.abs(value);
  }
  return count < minimum ? null : lagOneAutocorrelation(scratch, count);
}

/** a / b; null where b is 0. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
