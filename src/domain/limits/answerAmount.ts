/** Dollars with at most two decimals, `$` and separators of thousands if wanted. */
const AMOUNT = /^\$?\s?((?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,2})?)$/;

/**
 * The dollars of an amount as it was typed; null where it is none. `3,200`, `$3200.50` and `3200` are
 * amounts; `3.200`, `3,5` and `-3200` are none.
 */
export function typedDollars(text: string): number | null {
  const [, digits] = AMOUNT.exec(text.trim()) ?? [];
  return digits === undefined ? null : Number(digits.replaceAll(',', ''));
}
