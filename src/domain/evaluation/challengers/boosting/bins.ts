import { firstNotBelow } from '../../../statistics/sortedPlaces.ts';

/** Bins per feature, including that of unknown values: 32 bins are enough for trees of a few hundred rows. */
export const MAXIMUM_BINS = 32;

/**
 * Rows with each feature reduced to bins of about equal counts. Bin 0 holds unknown values and is the
 * leftmost.
 */
export interface BinnedRows {
  readonly rows: number;
  readonly features: number;
  /** All rows of the first feature, then of the second, and so on. */
  readonly bins: Uint8Array;
  /** Per feature, the upper edge of each bin from bin 1 on, except the last. */
  readonly edges: readonly Float64Array[];
}

/** Bins rows with equally many features; NaN = unknown. */
export function binned(rows: readonly Float64Array[]): BinnedRows {
  const features = rows[0]?.length ?? 0;
  const bins = new Uint8Array(rows.length * features);
  const edges: Float64Array[] = [];
  for (let feature = 0; feature < features; feature++) {
    const own = edgesOf(rows, feature);
    edges.push(own);
    for (let row = 0; row < rows.length; row++) {
      bins[feature * rows.length + row] = binOf(own, rows[row]![feature]!);
    }
  }
  return { rows: rows.length, features, bins, edges };
}

/** 0 for NaN, else 1 + the number of edges below the value. */
export function binOf(edges: Float64Array, value: number): number {
  return Number.isNaN(value) ? 0 : 1 + firstNotBelow(edges, value);
}

/**
 * Edges halfway between neighbouring values at evenly spaced ranks, so no value lies on an edge; none if all
 * values are equal.
 */
function edgesOf(rows: readonly Float64Array[], feature: number): Float64Array {
  const values = Float64Array.from(rows, (row) => row[feature]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges: number[] = [];
  for (let bin = 1; bin < MAXIMUM_BINS - 1; bin++) {
    const rank = Math.floor((bin * values.length) / (MAXIMUM_BINS - 1));
    const [below, above] = [values[rank - 1], values[rank]];
    if (below === undefined || above === undefined || below === above) continue;
    const edge = below + (above - below) / 2;
    if (edge > (edges.at(-1) ?? Number.NEGATIVE_INFINITY)) edges.push(edge);
  }
  return Float64Array.from(edges);
}
