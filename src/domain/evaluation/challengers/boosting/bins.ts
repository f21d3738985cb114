/** At most so many bins a feature, the unknown's among them: five bits say as much as a tree of a few hundred rows can use. */
export const MAXIMUM_BINS = 32;

/** Rows as trees see them: each feature in a few bins of about as many rows. Bin 0 is the unknown, left of everything. */
export interface BinnedRows {
  readonly rows: number;
  readonly features: number;
  /** Feature by feature. */
  readonly bins: Uint8Array;
  /** Of each feature the largest value in each bin but the last, from bin 1 on. */
  readonly edges: readonly Float64Array[];
}

/** Puts rows (NaN = unknown) of equally many features in bins. */
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

/** 0 for the unknown, else 1 and as many as there are edges below the value. */
export function binOf(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** Halfway between neighbours at evenly spaced ranks, so that no value lies on an edge; none where all are equal. */
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
