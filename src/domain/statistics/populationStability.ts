/** Added to each count, so that an empty bin has a share above 0. */
const ADDED = 0.5;

/**
 * Population stability index of two distributions over the same bins: Σ (q − p)·ln(q/p), where p and q are
 * the shares of a bin in the reference and now, 0.5 added to each count. 0 means the same shares. By custom
 * of credit scoring, 0.1 is a change to watch and 0.25 a large one.
 *
 * Example: 20 and 20 against 5 and 15: shares of 0.5 and 0.5 against 0.262 and 0.738, an index of 0.2467.
 *
 * Source: Siddiqi (2006), Credit Risk Scorecards.
 */
export function populationStability(reference: ArrayLike<number>, now: ArrayLike<number>): number {
  const bins = reference.length;
  const [all, allNow] = [total(reference) + ADDED * bins, total(now) + ADDED * bins];
  let index = 0;
  for (let bin = 0; bin < bins; bin++) {
    const share = (reference[bin]! + ADDED) / all;
    const shareNow = (now[bin]! + ADDED) / allNow;
    index += (shareNow - share) * Math.log(shareNow / share);
  }
  return index;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin]!;
  return sum;
}
