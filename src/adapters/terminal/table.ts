import { cleanLine } from '../../domain/text/outsideText.ts';
import { type Column, textTable as drawTable } from '../../shared/textTable.ts';

/** An aligned table for the terminal or a pipe. Cells are cleaned of control characters and line breaks. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  return drawTable(
    columns,
    rows.map((row) => row.map(cleanLine)),
  );
}
