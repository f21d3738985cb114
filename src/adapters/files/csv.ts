import { stringify } from 'csv-stringify/sync';
import { spreadsheetText } from '../../domain/text/outsideText.ts';

/** A cell of a CSV file; null is written as an empty cell. */
export type Cell = string | number | null;

/** CSV lines by RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? spreadsheetText(cell) : cell))),
    { quoted_match: /[\r\n]/ },
  );
}
