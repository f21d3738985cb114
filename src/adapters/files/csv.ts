import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/** Lines of CSV by RFC 4180, null as an empty cell; text that a spreadsheet would run as a formula is made text. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? spreadsheetSafe(cell) : cell))),
    { quoted_match: /[\r\n]/ },
  );
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text (OWASP, CSV injection). */
function spreadsheetSafe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
