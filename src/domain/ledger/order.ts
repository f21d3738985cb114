import type { LedgerFill } from './fill.ts';

/**
 * The fills in the order of the ledger: by second, unknown times first (the source writes them 00:00:00), then by
 * account, then as given. Fills of one account in one second keep the source's own order; fills of two accounts in
 * one second have no order at the source, so the account's code gives one that does not depend on who came first.
 */
export function inTimeOrder<T extends LedgerFill>(fills: readonly T[]): readonly T[] {
  // A source sends them in this order on most days, and looking costs a fraction of sorting.
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
