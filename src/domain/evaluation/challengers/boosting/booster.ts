import { quantileSorted } from '../../../statistics/descriptive.ts';
import { binned } from './bins.ts';
import { growTree, leafValue, leavesOf, type Tree, type TreeOptions } from './tree.ts';

export interface BoostingOptions extends TreeOptions {
  readonly trees: number;
  /** The factor on each tree's leaf values (learning rate). */
  readonly shrinkage: number;
}

/** Predicts from one row of features; NaN = unknown. */
export type Booster = (row: Float64Array) => number;

/**
 * Gradient boosting of trees for the `level` quantile of the targets (pinball loss). Each leaf value is that
 * quantile of the residuals in the leaf (Friedman 2001), because the pinball loss has no curvature. Rows have
 * equally many features, targets are finite, and there is at least one row. The result is deterministic.
 */
export function boostQuantile(
  rows: readonly Float64Array[],
  targets: Float64Array,
  level: number,
  options: BoostingOptions,
): Booster {
  const residuals = Float64Array.from(targets);
  return boost(rows, options, quantileOf(targets, level), {
    gradients: (scores, gradients, curvatures) => {
      for (let row = 0; row < scores.length; row++) {
        residuals[row] = targets[row]! - scores[row]!;
        gradients[row] = residuals[row]! > 0 ? -level : 1 - level;
        curvatures[row] = 1;
      }
    },
    setLeafValues: (tree) => {
      for (const leaf of leavesOf(tree))
        leaf.value = quantileOf(
          leaf.rows.length === 0
            ? new Float64Array(1)
            : Float64Array.from(leaf.rows, (row) => residuals[row]!),
          level,
        );
    },
  });
}

/** Gradient boosting for the probability of an event (log-loss with Newton steps); `happened` is 0 or 1. */
export function boostProbability(
  rows: readonly Float64Array[],
  happened: Float64Array,
  options: BoostingOptions,
): Booster {
  const rate = (happened.reduce((sum, one) => sum + one, 0) + 0.5) / (happened.length + 1);
  const score = boost(rows, options, Math.log(rate / (1 - rate)), {
    gradients: (scores, gradients, curvatures) => {
      for (let row = 0; row < scores.length; row++) {
        const probability = 1 / (1 + Math.exp(-scores[row]!));
        gradients[row] = probability - happened[row]!;
        curvatures[row] = Math.max(probability * (1 - probability), 1e-12);
      }
    },
    setLeafValues: () => undefined,
  });
  return (row) => 1 / (1 + Math.exp(-score(row)));
}

interface Loss {
  gradients(scores: Float64Array, gradients: Float64Array, curvatures: Float64Array): void;
  /** Replaces the leaf values of a new tree if the loss needs other values. */
  setLeafValues(tree: Tree): void;
}

function boost(rows: readonly Float64Array[], options: BoostingOptions, start: number, loss: Loss): Booster {
  const data = binned(rows);
  const scores = new Float64Array(rows.length).fill(start);
  const gradients = new Float64Array(rows.length);
  const curvatures = new Float64Array(rows.length);
  const trees: Tree[] = [];
  for (let number = 0; number < options.trees; number++) {
    loss.gradients(scores, gradients, curvatures);
    const tree = growTree(data, gradients, curvatures, options);
    loss.setLeafValues(tree);
    for (const leaf of leavesOf(tree)) {
      leaf.value *= options.shrinkage;
      for (const row of leaf.rows) scores[row] = scores[row]! + leaf.value;
    }
    trees.push(withoutRows(tree));
  }
  return (row) => trees.reduce((sum, tree) => sum + leafValue(tree, data.edges, row), start);
}

/** Removes the training rows: a booster is kept after training. */
function withoutRows(tree: Tree): Tree {
  return tree.kind === 'leaf'
    ? { ...tree, rows: NO_ROWS }
    : { ...tree, left: withoutRows(tree.left), right: withoutRows(tree.right) };
}

const NO_ROWS = new Int32Array(0);

function quantileOf(values: Float64Array, level: number): number {
  return quantileSorted(Float64Array.from(values).sort(), level) ?? 0;
}
