import type { LedgerFinding } from './finding.ts';
import type { Position } from './position.ts';

/** A price more than so many times another, or less than that fraction, is a split unless someone says no. */
const DOUBT_RATIO = 3;
/** Between these ratios a price may move overnight without a split. */
const LOWEST_USUAL_RATIO = 0.7;
const HIGHEST_USUAL_RATIO = 1.4;
/** Below it a price moves by whole multiples without a split. */
const SMALLEST_PRICE = 1;

/**
 * Compares the first trade in a carried position with the price at which it was last seen. Above 3 times or
 * below a third it is a doubt, outside 0.7 to 1.4 a note, and at most a note where either price is below 1 in
 * the base currency. Options and futures have no splits that show in this way.
 *
 * Example: last seen at 500, first trade at 50: ratio 0.1, a doubt. Last seen at 30, first trade at 15: a
 * note.
 */
export function splitFinding(position: Position): LedgerFinding | null {
  const { firstPrice: price, carriedLots, value, account, symbol, currency } = position;
  const newest = carriedLots.at(-1);
  if (price === null || newest === undefined || value.contract.kind !== 'share') return null;
  const reference = newest.lastPrice ?? newest.price;
  const weight = weightOf(price, reference, value.rate === 0 ? 1 : value.rate);
  if (weight === null) return null;
  const text = `the first trade was at ${price}, after ${reference}: a split, or a wrong price`;
  return { code: 'looks_like_split', account, symbol, currency, weight, fills: 1, text };
}

function weightOf(price: number, reference: number, rate: number): 'doubt' | 'note' | null {
  if (price < 0 || reference <= 0) return null;
  const ratio = price / reference;
  if (ratio >= LOWEST_USUAL_RATIO && ratio <= HIGHEST_USUAL_RATIO) return null;
  if (Math.min(price, reference) * rate < SMALLEST_PRICE) return 'note';
  return ratio > DOUBT_RATIO || ratio < 1 / DOUBT_RATIO ? 'doubt' : 'note';
}
