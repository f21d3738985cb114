import type { LimitsProfile } from './limitsProfile.ts';

/**
 * Dollars that a number of digits after the point can hold, rounded down: a limit is never written too high.
 *
 * Example: 1,234.56 with 2 digits is 1,234.56, with 1 digit 1,234.5, with none 1,234.
 */
export function heldDollars(dollars: number, decimals: number): number {
  // The float of a whole number of cents may be slightly below it.
  const cents = Math.floor(dollars * 100 + 1e-6);
  const unit = unitCents(decimals);
  return (Math.floor(cents / unit) * unit) / 100;
}

/**
 * What each of several accounts gets: the whole limit, or an equal share of it rounded down.
 *
 * Example: $1,000 on three accounts, pro-rata with 2 digits: $333.33 each, $999.99 together.
 */
export function accountDollars(
  dollars: number,
  accounts: number,
  { severalAccounts, decimals }: Pick<LimitsProfile, 'severalAccounts' | 'decimals'>,
): number {
  if (severalAccounts !== 'pro-rata' || accounts < 2) return heldDollars(dollars, decimals);
  const unit = unitCents(decimals);
  const units = Math.floor(Math.round(heldDollars(dollars, decimals) * 100) / unit);
  return (Math.floor(units / accounts) * unit) / 100;
}

/** A sum of dollar amounts without the error of adding floats. */
export function sumDollars(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0) / 100;
}

/** The smallest amount of a number of digits, in cents; no amount is finer than a cent. */
function unitCents(decimals: number): number {
  return 10 ** Math.max(2 - decimals, 0);
}
