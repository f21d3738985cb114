import { type BinnedRows, binOf, MAXIMUM_BINS } from './bins.ts';

export interface TreeOptions {
  readonly depth: number;
  /** The minimum number of rows in a leaf. */
  readonly leastLeafRows: number;
  /** Added to the curvature of every leaf; xgboost's lambda. */
  readonly ridge: number;
}

export type Tree = Leaf | Split;

export interface Leaf {
  readonly kind: 'leaf';
  value: number;
  /** Indices of its training rows. */
  readonly rows: Int32Array;
}

export interface Split {
  readonly kind: 'split';
  readonly feature: number;
  /** Rows up to this bin go to the left. */
  readonly bin: number;
  readonly left: Tree;
  readonly right: Tree;
}

interface Growth {
  readonly data: BinnedRows;
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
  readonly options: TreeOptions;
}

/** Per feature and bin: Σ gradient, Σ curvature, number of rows. */
type Histogram = Float64Array;
const FIELDS = 3;

/**
 * Grows one regression tree on gradients and curvatures by histograms (Chen & Guestrin 2016). Each split
 * maximises the gain in G²/(H + λ). Only the smaller child's histogram is counted; the larger one is the
 * parent's minus it.
 */
export function growTree(
  data: BinnedRows,
  gradients: Float64Array,
  curvatures: Float64Array,
  options: TreeOptions,
): Tree {
  const growth = { data, gradients, curvatures, options };
  const rows = Int32Array.from({ length: data.rows }, (_, row) => row);
  return grow(growth, rows, histogramOf(growth, rows), options.depth);
}

/** The leaf value for a row of features; NaN = unknown. */
export function leafValue(tree: Tree, edges: readonly Float64Array[], row: Float64Array): number {
  let node = tree;
  while (node.kind === 'split') {
    const bin = binOf(edges[node.feature]!, row[node.feature]!);
    node = bin <= node.bin ? node.left : node.right;
  }
  return node.value;
}

/** Every leaf, left to right. */
export function leavesOf(tree: Tree): readonly Leaf[] {
  return tree.kind === 'leaf' ? [tree] : [...leavesOf(tree.left), ...leavesOf(tree.right)];
}

function grow(growth: Growth, rows: Int32Array, histogram: Histogram, depth: number): Tree {
  const { data, options } = growth;
  const split = depth > 0 && rows.length >= 2 * options.leastLeafRows ? bestSplit(growth, histogram) : null;
  if (split === null) return leafOf(growth, rows);
  const own = data.bins.subarray(split.feature * data.rows, (split.feature + 1) * data.rows);
  const left = rows.filter((row) => own[row]! <= split.bin);
  const right = rows.filter((row) => own[row]! > split.bin);
  if (depth === 1)
    return { kind: 'split', ...split, left: leafOf(growth, left), right: leafOf(growth, right) };
  const smaller = histogramOf(growth, left.length < right.length ? left : right);
  const larger = histogram.map((value, place) => value - smaller[place]!);
  const [ofLeft, ofRight] = left.length < right.length ? [smaller, larger] : [larger, smaller];
  return {
    kind: 'split',
    ...split,
    left: grow(growth, left, ofLeft, depth - 1),
    right: grow(growth, right, ofRight, depth - 1),
  };
}

function leafOf({ gradients, curvatures, options }: Growth, rows: Int32Array): Leaf {
  let gradient = 0;
  let curvature = 0;
  for (let at = 0; at < rows.length; at++) {
    gradient += gradients[rows[at]!]!;
    curvature += curvatures[rows[at]!]!;
  }
  return { kind: 'leaf', value: -gradient / (curvature + options.ridge), rows };
}

function histogramOf({ data, gradients, curvatures }: Growth, rows: Int32Array): Histogram {
  const histogram = new Float64Array(data.features * MAXIMUM_BINS * FIELDS);
  for (let feature = 0; feature < data.features; feature++) {
    const first = feature * data.rows;
    const base = feature * MAXIMUM_BINS;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      const place = (base + data.bins[first + row]!) * FIELDS;
      histogram[place] = histogram[place]! + gradients[row]!;
      histogram[place + 1] = histogram[place + 1]! + curvatures[row]!;
      histogram[place + 2] = histogram[place + 2]! + 1;
    }
  }
  return histogram;
}

/** Among equal splits, takes the first feature's lowest bin, so the tree is deterministic. */
function bestSplit({ data, options }: Growth, histogram: Histogram): { feature: number; bin: number } | null {
  const whole = totalOf(histogram, 0);
  const worth = (whole.gradient * whole.gradient) / (whole.curvature + options.ridge);
  let best: { feature: number; bin: number } | null = null;
  let most = worth * (1 + 1e-12);
  for (let feature = 0; feature < data.features; feature++) {
    let gradient = 0;
    let curvature = 0;
    let rows = 0;
    for (let bin = 0; bin < MAXIMUM_BINS - 1; bin++) {
      const place = (feature * MAXIMUM_BINS + bin) * FIELDS;
      gradient += histogram[place]!;
      curvature += histogram[place + 1]!;
      rows += histogram[place + 2]!;
      if (rows < options.leastLeafRows || whole.rows - rows < options.leastLeafRows) continue;
      const rest = whole.gradient - gradient;
      const gain =
        (gradient * gradient) / (curvature + options.ridge) +
        (rest * rest) / (whole.curvature - curvature + options.ridge);
      if (gain > most) [most, best] = [gain, { feature, bin }];
    }
  }
  return best;
}

/** The bins of every feature have the same total, so any feature gives it. */
function totalOf(histogram: Histogram, feature: number) {
  const total = { gradient: 0, curvature: 0, rows: 0 };
  for (let bin = 0; bin < MAXIMUM_BINS; bin++) {
    const place = (feature * MAXIMUM_BINS + bin) * FIELDS;
    total.gradient += histogram[place]!;
    total.curvature += histogram[place + 1]!;
    total.rows += histogram[place + 2]!;
  }
  return total;
}
