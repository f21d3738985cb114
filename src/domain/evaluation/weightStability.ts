import { sampleRankCorrelation } from 'simple-statistics';
import { DecisionError } from '../../shared/errors.ts';

/**
 * Spearman's (1904) rank correlation of the standardised coefficients of two fits, with mean ranks for ties.
 * 1 means the same order of features, −1 the reverse. Null with fewer than 3 coefficients, or if all
 * coefficients of a fit are equal. Example: [1, 2, 3, 4] and [2, 4, 1, 3] give 0.
 *
 * @throws DecisionError for fits of unequal length, or a coefficient that is not finite.
 */
export function rankCorrelation(before: readonly number[], after: readonly number[]): number | null {
  refuseUnlike([before, after]);
  if (before.length < 3 || areAllEqual(before) || areAllEqual(after)) return null;
  return sampleRankCorrelation([...before], [...after]);
}

/**
 * How often each coefficient changed its sign from fit to fit, oldest first (docs/methods.md, section 11). A
 * coefficient of exactly 0 has no sign and is skipped. Example: 0.2, 0, 0.3, −0.3 has one change.
 *
 * @throws DecisionError for fits of unequal length, or a coefficient that is not finite.
 */
export function signFlips(fits: readonly (readonly number[])[]): number[] {
  refuseUnlike(fits);
  return (fits[0] ?? []).map((_, place) => flipsOf(fits.map((fit) => Math.sign(fit[place] ?? 0))));
}

function flipsOf(signs: readonly number[]): number {
  const known = signs.filter((sign) => sign !== 0);
  return known.filter((sign, at) => at > 0 && sign !== known[at - 1]).length;
}

function areAllEqual(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

function refuseUnlike(fits: readonly (readonly number[])[]): void {
  const unlike = fits.find((fit) => fit.length !== fits[0]?.length);
  if (unlike !== undefined)
    throw refusal(`${unlike.length} and ${fits[0]?.length} coefficients`, 'as many in each fit');
  const odd = fits.flat().find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw refusal(`${odd}`, 'finite numbers');
}

function refusal(found: string, expected: string): DecisionError {
  return new DecisionError('weight_stability', `fits · found ${found} · expected ${expected}`, {
    hint: 'Compare fits of the same indicators; refit the model when one is damaged.',
  });
}
