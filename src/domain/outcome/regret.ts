import { DecisionError } from '../../shared/errors.ts';
import { CUT_GRID_PCT } from './counterfactual.ts';

/** A dollar of loss that a deeper cut would have prevented counts for this many dollars of gain forgone. */
const UNPREVENTED_LOSS_WEIGHT = 2;

/** A cut that need not be of the grid, and the P&L the day would have had under it, dollars. */
export interface CutOutcome {
  readonly reductionPct: number;
  readonly outcome: number;
}

/**
 * Regret of a cut on a trader-day, in base limits (methods: regret): the best outcome over the cuts of the grid less
 * the cut's own, never below 0, over the base limit. Where the best cut is deeper than the given one the shortfall is an
 * unprevented loss and weighs 2; where it is shallower, a forgone gain and weighs 1. Of several best cuts the nearest
 * to the given one is meant; of two as near, the shallower.
 *
 * @param outcomes dollars for each cut of the grid, see outcomesOverCuts
 */
export function regretOfCut(outcomes: Float64Array, cut: CutOutcome, baseLimit: number): number {
  const best = largest(outcomes);
  if (cut.outcome >= best) return 0;
  const isDeeper = nearestBest(outcomes, best, cut.reductionPct) > cut.reductionPct;
  return weighted(best - cut.outcome, isDeeper, baseLimit);
}

/** As `regretOfCut`, for a cut of the grid by its index; throws DecisionError for any other index. */
export function regretOf(outcomes: Float64Array, cutIndex: number, baseLimit: number): number {
  const reductionPct = CUT_GRID_PCT[cutIndex];
  const outcome = outcomes[cutIndex];
  if (reductionPct === undefined || outcome === undefined) throw notOfTheGrid(cutIndex);
  return regretOfCut(outcomes, { reductionPct, outcome }, baseLimit);
}

/** As `regretOf` for every cut of the grid, into `out`. Allocates nothing; `out` must not be `outcomes`. */
export function regretsOverCuts(outcomes: Float64Array, baseLimit: number, out: Float64Array): void {
  const best = largest(outcomes);
  // Most days stop nobody: every cut is as good as every other.
  if (areAll(best, outcomes)) {
    out.fill(0);
    return;
  }
  let shallower = Number.NEGATIVE_INFINITY;
  let deeper = nextBest(outcomes, best, 0);
  for (let cut = 0; cut < outcomes.length; cut++) {
    const outcome = outcomes[cut] ?? Number.NaN;
    if (outcome === best) {
      shallower = cut;
      deeper = nextBest(outcomes, best, cut + 1);
      out[cut] = 0;
    } else {
      out[cut] = weighted(best - outcome, deeper - cut < cut - shallower, baseLimit);
    }
  }
}

function weighted(shortfall: number, isUnpreventedLoss: boolean, baseLimit: number): number {
  return ((isUnpreventedLoss ? UNPREVENTED_LOSS_WEIGHT : 1) * shortfall) / baseLimit;
}

function largest(outcomes: Float64Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let cut = 0; cut < outcomes.length; cut++) best = Math.max(best, outcomes[cut]!);
  return best;
}

function areAll(value: number, outcomes: Float64Array): boolean {
  for (let cut = 0; cut < outcomes.length; cut++) if (outcomes[cut] !== value) return false;
  return true;
}

/** Index of the first best outcome from a cut on; infinity without one. */
function nextBest(outcomes: Float64Array, best: number, from: number): number {
  const index = outcomes.indexOf(best, from);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}

/** Percent of the best cut nearest to one given; of two as near, the shallower. */
function nearestBest(outcomes: Float64Array, best: number, reductionPct: number): number {
  let nearest = Number.NEGATIVE_INFINITY;
  for (const [index, cutPct] of CUT_GRID_PCT.entries()) {
    if (outcomes[index] !== best) continue;
    if (Math.abs(cutPct - reductionPct) < Math.abs(nearest - reductionPct)) nearest = cutPct;
  }
  return nearest;
}

function notOfTheGrid(cutIndex: number): DecisionError {
  const last = CUT_GRID_PCT.length - 1;
  return new DecisionError(
    'bad_cut_index',
    `Regret: cut index ${cutIndex}; expected a whole number from 0 to ${last}`,
    {
      hint: 'Judge a cut that is not of the grid by its percentage and its outcome, with regretOfCut.',
    },
  );
}
