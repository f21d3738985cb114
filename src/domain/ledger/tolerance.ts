/** Half of the eighth decimal. A smaller quantity is a rounding error, not a position. */
export const QUANTITY_RESOLUTION = 5e-9;

/**
 * Dollars. A smaller P&L of a trip is neither a win nor a loss, and a low must be lower by more to be new.
 */
export const DOLLAR_RESOLUTION = 1e-6;

/**
 * Relative difference below which a price equals an average cost, which has the rounding error of many fills.
 */
export const PRICE_RESOLUTION = 1e-9;

/** The quantity, or exactly 0 if it is only a rounding error. */
export function snapQuantity(quantity: number): number {
  return quantity < QUANTITY_RESOLUTION ? 0 : quantity;
}
