import type { RejectedRow } from '../ports/source.ts';

/** Two rows that claim to be the same fill and differ: the first is kept, for no reader can say which is right. */
export function conflict(
  where: string,
  fill: { readonly identity: string; readonly account: string },
): RejectedRow {
  return {
    where,
    line: 0,
    column: 'PropReports Id',
    value: fill.identity,
    reason: `a second fill of ${fill.account} with this identity and other content`,
    raw: JSON.stringify(fill),
  };
}
