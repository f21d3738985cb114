import { firstNotBelow } from '../../indicators/sortedWindow.ts';

/** Half-width of a 90 % interval in standard errors of a normal distribution. */
const NORMAL_90 = 1.645;

/**
 * Returns half the width of the 90 % interval of F(z). Each group of consecutive sessions is left out once
 * (delete-a-group jackknife, Kott 2001), so days that went wrong together count as one observation. Infinite
 * with fewer than two groups.
 * @param groups residuals, each group ascending
 */
export function probabilityHalfWidth(groups: readonly Float64Array[], z: number): number {
  if (groups.length < 2) return Number.POSITIVE_INFINITY;
  const below = groups.map((group) => firstNotBelow(group, z));
  const allBelow = below.reduce((sum, count) => sum + count, 0);
  const all = groups.reduce((sum, group) => sum + group.length, 0);
  const shares = groups.map((group, place) => (allBelow - (below[place] ?? 0)) / (all - group.length));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  return NORMAL_90 * Math.sqrt(((shares.length - 1) / shares.length) * squares);
}
