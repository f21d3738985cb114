/** Fewer values are sorted whole. */
const FEW_VALUES = 10_000;
/** One value in so many is sorted to guess how far the lowest ones reach. */
const SAMPLED_EVERY = 50;
/** The guess takes this many times the share asked for, so that it is nearly always enough. */
const MARGIN = 1.2;

/**
 * The lowest values of several arrays together, ascending: at least `wanted` of them, or all where there are
 * fewer. A guess from a sample picks them in one pass: sorting two million values to read the lowest 5 %
 * takes ten times as long. A guess that was too low is found out, and then all are sorted.
 *
 * Example: the lowest 2 of [5, 1] and [3, 2] begin with 1 and 2.
 *
 * @param parts finite values
 */
export function lowestValues(parts: readonly Float64Array[], wanted: number): Float64Array {
  const count = parts.reduce((sum, { length }) => sum + length, 0);
  const bound = count <= FEW_VALUES ? Number.POSITIVE_INFINITY : guessedBound(parts, wanted / count);
  const lowest = valuesUpTo(parts, bound);
  const isEnough = lowest.length >= Math.min(wanted, count);
  return (isEnough ? lowest : valuesUpTo(parts, Number.POSITIVE_INFINITY)).sort();
}

/** A value below which a little more than this share of the values is likely to lie. */
function guessedBound(parts: readonly Float64Array[], share: number): number {
  const sample: number[] = [];
  let place = 0;
  for (const part of parts) {
    for (; place < part.length; place += SAMPLED_EVERY) sample.push(part[place]!);
    place -= part.length;
  }
  const ascending = Float64Array.from(sample).sort();
  return ascending[Math.ceil(MARGIN * share * ascending.length)] ?? Number.POSITIVE_INFINITY;
}

/** Counts before it copies: an array for all values would take more memory than all the lowest. */
function valuesUpTo(parts: readonly Float64Array[], bound: number): Float64Array {
  let count = 0;
  for (const part of parts)
    for (let place = 0; place < part.length; place++) if (part[place]! <= bound) count++;
  const found = new Float64Array(count);
  let next = 0;
  for (const part of parts)
    for (let place = 0; place < part.length; place++) if (part[place]! <= bound) found[next++] = part[place]!;
  return found;
}
