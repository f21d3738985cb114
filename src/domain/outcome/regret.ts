/**
 * A dollar of loss that a deeper cut would have prevented weighs as much as this many dollars of forgone
 * gain.
 */
const UNPREVENTED_LOSS_WEIGHT = 2;

/**
 * Writes the regret of every cut of the grid on a trader-day into `out`, in base limits, 0 or more.
 * `outcomes` has the outcome of each cut in dollars, from `outcomesOverCuts`. `out` must be another array.
 * Allocates nothing.
 *
 * Regret = weight · (best outcome − outcome) / base limit. The weight is 2 where the best cut is deeper: the
 * cut failed to prevent a loss. It is 1 where the best cut is shallower: the cut gave up a gain. Several best
 * cuts: the nearest one counts, and of two equally near the shallower.
 *
 * Example: base limit 1,000, outcome −900 up to a cut of 45 % and −300 from 50 % on: 2·600/1,000 = 1.2 for
 * every cut up to 45 %, and 0 from 50 % on.
 *
 * Source: docs/methods.md, section 8.
 */
export function regretsOverCuts(outcomes: Float64Array, baseLimit: number, out: Float64Array): void {
  const best = largest(outcomes);
  // On most days no cut stops the trader, so every outcome is the same.
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

/** Index of the first best outcome at or after `from`; infinity if there is none. */
function nextBest(outcomes: Float64Array, best: number, from: number): number {
  const index = outcomes.indexOf(best, from);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}
