import { stringify } from 'csv-stringify/sync';
import { spreadsheetText } from '../../domain/text/outsideText.ts';

export type Cell = string | number | null;

/** Lines of CSV by RFC 4180, null as an empty cell; text that a spreadsheet would run as a formula is made text. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? spreadsheetText(cell) : cell))),
    { quoted_match: /[\r\n]/ },
  );
}
