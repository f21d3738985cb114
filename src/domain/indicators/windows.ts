import { lagOneAutocorrelation } from '../statistics/descriptive.ts';
import type { RingBuffer } from './ringBuffer.ts';

/** Reused by `clustering` to avoid an allocation. Windows have at most 64 values. */
const scratch = new Float64Array(64);

/** Number of known values among the last `sessions`. */
export function countKnown(column: RingBuffer, sessions: number): number {
  const { values, end } = column;
  let count = 0;
  for (let i = column.from(sessions); i < end; i++) {
    if (!Number.isNaN(values[i])) count++;
  }
  return count;
}

/** Sum of the last `sessions` values, oldest first; 0 without values. NaN if one of them is unknown. */
export function sum(column: RingBuffer, sessions: number): number {
  const { values, end } = column;
  let total = 0;
  for (let i = column.from(sessions); i < end; i++) total += values[i]!;
  return total;
}

/** Mean of x² over the known values among the last `sessions`; null below `minimum` known values. */
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

/** Σ min(x, 0)² over the known values among the last `sessions`. */
export function sumOfSquaredLosses(column: RingBuffer, sessions: number): number {
  const { values, end } = column;
  let total = 0;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (value < 0) total += value * value;
  }
  return total;
}

/**
 * Σ min(x, 0)² / Σ x² over the known values among the last `sessions`; null below `minimum`, and if all are
 * 0.
 */
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

/** Smallest known value among the last `sessions`; null below `minimum` known values. */
export function smallestKnown(column: RingBuffer, sessions: number, minimum: number): number | null {
  const { values, end } = column;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = column.from(sessions); i < end; i++) {
    const value = values[i]!;
    if (value < smallest) smallest = value;
  }
  return countKnown(column, sessions) < minimum ? null : smallest;
}

/** Mean of the known values among the last `sessions`; null below `minimum` known values. */
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
 * Exponentially weighted mean of the known values among the last `sessions`: Σ decayᵏ·x₍ₙ₋ₖ₎ / Σ decayᵏ. The
 * weights are normalised over the values present, so a short history is not biased towards 0. Null below
 * `minimum` known values.
 *
 * Example: 4, 0, 2 with a decay of 0.5: (0.25·4 + 0.5·0 + 2)/1.75 = 1.714.
 *
 * Source: exponential smoothing, Brown (1959).
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
  // Loop from the newest value back: each step then depends on the last only by an addition, which is faster.
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

/**
 * `decayingMean` for two decays in one pass; null below `minimum` known values.
 *
 * Example: 4, 0, 2 with decays of 0.5 and 1: 1.714 and 2.
 */
export function decayingMeans(
  column: RingBuffer,
  fast: number,
  slow: number,
  sessions: number,
  minimum: number,
): readonly [fast: number, slow: number] | null {
  const { values, end } = column;
  const from = column.from(sessions);
  let fastSum = 0;
  let fastWeights = 0;
  let fastWeight = 1;
  let slowSum = 0;
  let slowWeights = 0;
  let slowWeight = 1;
  let count = 0;
  for (let i = end - 1; i >= from; i--) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    fastSum += fastWeight * value;
    fastWeights += fastWeight;
    fastWeight *= fast;
    slowSum += slowWeight * value;
    slowWeights += slowWeight;
    slowWeight *= slow;
    count++;
  }
  return count < minimum ? null : [fastSum / fastWeights, slowSum / slowWeights];
}

/**
 * Exponentially weighted means of x² for two decays, in one pass from the oldest value. Null below `minimum`
 * known values.
 *
 * Example: 2, −1 with a decay of 0.5: (0.5·4 + 1)/1.5 = 2.
 *
 * Source: RiskMetrics Technical Document (1996).
 */
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
      // Add two values in one step: it halves the chain of dependent operations.
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

/**
 * Lag-1 autocorrelation of |x| over the known values among the last `sessions`; null below `minimum` known
 * values.
 */
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
