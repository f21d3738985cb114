/** Half of the eighth decimal: a quantity below it is what float arithmetic left behind, not a position. */
export const QUANTITY_RESOLUTION = 5e-9;

/** Dollars below which a trip is neither won nor lost and a low is not a new one: rounding, not money. */
export const DOLLAR_RESOLUTION = 1e-6;

/** Relative width within which a price equals an average cost: the average carries the rounding of every fill in it. */
export const PRICE_RESOLUTION = 1e-9;

/** The quantity, or exactly 0 where it is too small to be one. */
export function snapQuantity(quantity: number): number {
  return quantity < QUANTITY_RESOLUTION ? 0 : quantity;
}
