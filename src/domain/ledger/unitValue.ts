import type { Contract } from '../roster/contracts.ts';
import { assertMultiplier, assertRate } from './checks.ts';

/** What one unit of a position is worth in the base currency. */
export interface UnitValue {
  readonly contract: Contract;
  /** Base currency for one unit of the position's own; null where it is unknown on this session. */
  readonly knownRate: number | null;
  /** Contract multiplier × rate: base currency per unit of quantity and price; 0 where either is unknown. */
  readonly dollars: number;
  /** The rate, with which fees are converted; 0 where the multiplier or the rate is unknown. */
  readonly rate: number;
}

/**
 * The value of a unit of a contract whose currency has a rate on this session.
 *
 * Example: an option at 100 in CAD at 0.73: 73 dollars a point. A future without a multiplier: 0.
 *
 * Throws InputError for a multiplier or a rate that is not above 0.
 */
export function unitValue(
  symbol: string,
  contract: Contract,
  currency: string,
  rate: number | null,
): UnitValue {
  const { multiplier } = contract;
  if (multiplier !== null) assertMultiplier(multiplier, symbol);
  if (rate !== null) assertRate(rate, currency);
  if (multiplier === null || rate === null) return { contract, knownRate: rate, dollars: 0, rate: 0 };
  return { contract, knownRate: rate, dollars: multiplier * rate, rate };
}
