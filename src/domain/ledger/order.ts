import type { LedgerFill } from './fill.ts';

/**
 * The fills in the order in which the ledger books them: by second, then by account, then as given. Unknown
 * times come first, because the source writes them as 00:00:00. Fills of one account in one second keep the
 * order of the source. Fills of two accounts in one second have no order at the source; sorting by account
 * makes it independent of the order of fetching.
 */
export function inTimeOrder<T extends LedgerFill>(fills: readonly T[]): readonly T[] {
  // Most sources send this order already, and checking is much faster than sorting.
  return isInOrder(fills) ? fills : fills.toSorted(compareFills);
}

function isInOrder(fills: readonly LedgerFill[]): boolean {
  let before = fills[0];
  for (const fill of fills) {
    if (before !== undefined && compareFills(before, fill) > 0) return false;
    before = fill;
  }
  return true;
}

function compareFills(left: LedgerFill, right: LedgerFill): number {
  const bySecond = sortingSecond(left) - sortingSecond(right);
  if (bySecond !== 0) return bySecond;
  if (left.account === right.account) return 0;
  return left.account < right.account ? -1 : 1;
}

function sortingSecond(fill: LedgerFill): number {
  return fill.secondOfDay ?? -1;
}
