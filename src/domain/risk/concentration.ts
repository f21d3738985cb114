import { herfindahl } from '../statistics/descriptive.ts';

/** A trader or symbol with its part of a whole, 0 or more. */
export interface Weight {
  readonly name: string;
  readonly weight: number;
}

/** How much of a whole lies with few. */
export interface Concentration {
  /** Traders or symbols with a weight above 0. */
  readonly places: number;
  readonly largest: string;
  /** Share of the largest one, and of the three largest ones, 0 to 1. */
  readonly largestShare: number;
  readonly topThreeShare: number;
  /** 1 / HHI: so many equal ones would be as concentrated; from 1 to `places`. */
  readonly effectiveNumber: number;
}

const TOP = 3;

/** The weights of items by name, the largest first. */
export function weightsBy<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  weightOf: (item: T) => number,
): readonly Weight[] {
  const weights = new Map<string, number>();
  for (const item of items) weights.set(nameOf(item), (weights.get(nameOf(item)) ?? 0) + weightOf(item));
  return [...weights].map(([name, weight]) => ({ name, weight })).toSorted(byWeight);
}

/**
 * How concentrated the weights are. The effective number is 1/HHI with HHI = Σ(wᵢ/Σw)².
 *
 * Example: weights 50, 30, 10 and 10 of four traders: the largest has 50 %, three have 90 %, HHI = 0.25 +
 * 0.09 + 0.01 + 0.01 = 0.36, so the desk is as concentrated as one of 2.8 equal traders.
 *
 * Source: Herfindahl (1950); Adelman (1969) for the numbers equivalent 1/HHI. docs/methods.md, section 13.
 * Returns null where all weights are 0. Throws DecisionError for a weight that is negative or not finite.
 */
export function concentrationOf(weights: readonly Weight[]): Concentration | null {
  const index = herfindahl(weights.map(({ weight }) => weight));
  if (index === null) return null;
  const sorted = weights.filter(({ weight }) => weight > 0).toSorted(byWeight);
  const sum = (some: readonly Weight[]) => some.reduce((total, { weight }) => total + weight, 0);
  const total = sum(sorted);
  return {
    places: sorted.length,
    largest: sorted[0]?.name ?? '',
    largestShare: sum(sorted.slice(0, 1)) / total,
    topThreeShare: sum(sorted.slice(0, TOP)) / total,
    effectiveNumber: 1 / index,
  };
}

function byWeight(a: Weight, b: Weight): number {
  return b.weight - a.weight || (a.name < b.name ? -1 : 1);
}
