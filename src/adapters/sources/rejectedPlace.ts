import type { Cells } from './cells.ts';
import type { FillColumns } from './fillsHeader.ts';
import { parseVendorDate } from './vendorDate.ts';

/** Account and session of a rejected row; null where they cannot be read. */
export interface RejectedPlace {
  readonly account: string | null;
  readonly sessionDate: string | null;
}

/** A line that is no row: a second header, a total. */
export const NO_PLACE: RejectedPlace = { account: null, sessionDate: null };

/**
 * Reads which account's day lacks a rejected row. In a row with too many or too few fields, the fields after
 * the fault are shifted. A place then counts only where date and side stand at their positions, counted from
 * the left or from the right.
 */
export function rejectedPlace(cells: Cells, columns: FillColumns): RejectedPlace {
  const extra = cells.count - columns.count;
  if (extra === 0) return placeAt(cells, columns, 0);
  const shifts = [0, extra].filter((shift) => looksLikeARow(cells, columns, shift));
  return shifts[0] === undefined ? NO_PLACE : placeAt(cells, columns, shifts[0]);
}

function placeAt(cells: Cells, { account, dateTime }: FillColumns, shift: number): RejectedPlace {
  const name = cells.text(account + shift);
  const isReadable = name !== '' && !name.includes('\uFFFD');
  return { account: isReadable ? name : null, sessionDate: dateOf(cells.text(dateTime + shift)) };
}

function looksLikeARow(cells: Cells, { account, dateTime, side }: FillColumns, shift: number): boolean {
  if (Math.min(account, dateTime, side) + shift < 0) return false;
  return dateOf(cells.text(dateTime + shift)) !== null && /^[BCST]$/.test(cells.text(side + shift));
}

function dateOf(dateTime: string): string | null {
  return parseVendorDate(dateTime.split(/\s/)[0] ?? '');
}
