import type { LedgerFill } from './fill.ts';

/**
 * A new list in the order of the ledger: by second, unknown times first (the source writes them 00:00:00), then by
 * account, then as given. Fills of one account in one second keep the source's own order; fills of two accounts in
 * one second have no order at the source, so the account's code gives one that does not depend on who came first.
 */
export function inTimeOrder<T extends LedgerFill>(fills: readonly T[]): readonly T[] {
  return fills.toSorted(compareFills);
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
