import { CUT_GRID_PCT } from '../../src/domain/outcome/counterfactual.ts';

const UNPREVENTED_LOSS_WEIGHT = 2;

/** Regret of the cut at an index of the grid, computed the plain way, to compare with `regretsOverCuts`. */
export function regretOf(outcomes: Float64Array, cutIndex: number, baseLimit: number): number {
  const reductionPct = CUT_GRID_PCT[cutIndex] ?? Number.NaN;
  const outcome = outcomes[cutIndex] ?? Number.NaN;
  return regretOfCut(outcomes, { reductionPct, outcome }, baseLimit);
}

/** Regret of any cut, in base limits, from its percentage and the P&L of the day under it, dollars. */
export function regretOfCut(
  outcomes: Float64Array,
  cut: { readonly reductionPct: number; readonly outcome: number },
  baseLimit: number,
): number {
  const best = Math.max(...outcomes);
  if (cut.outcome >= best) return 0;
  const isUnpreventedLoss = nearestBest(outcomes, best, cut.reductionPct) > cut.reductionPct;
  return ((isUnpreventedLoss ? UNPREVENTED_LOSS_WEIGHT : 1) * (best - cut.outcome)) / baseLimit;
}

/** Percent of the best cut nearest to `reductionPct`; of two equally near, the shallower. */
function nearestBest(outcomes: Float64Array, best: number, reductionPct: number): number {
  let nearest = Number.NEGATIVE_INFINITY;
  for (const [index, cutPct] of CUT_GRID_PCT.entries()) {
    if (outcomes[index] !== best) continue;
    if (Math.abs(cutPct - reductionPct) < Math.abs(nearest - reductionPct)) nearest = cutPct;
  }
  return nearest;
}
