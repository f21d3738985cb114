import { type Cell, type Column, textTable } from '../../shared/textTable.ts';
import { withBrokenWords } from './wrapText.ts';

/** A column of a mail's text part; its width is fixed, so that every mail fits the same 78 characters. */
export type MailColumn = Column & { readonly width: number };

/** Width of the text part in terminal cells. */
export const TEXT_WIDTH = 78;

/** Columns of a list: a bullet and its text. */
export const ITEM_COLUMNS: readonly MailColumn[] = [
  { head: '', width: 4 },
  { head: '', width: TEXT_WIDTH - 4 },
];
/** Columns of a definition list: a term and its text. */
export const TERM_COLUMNS: readonly MailColumn[] = [
  { head: '', width: 20 },
  { head: '', width: TEXT_WIDTH - 20 },
];

/**
 * A table for the text part of a mail: words longer than their column are broken, and heads are underlined.
 */
export function mailTable(columns: readonly MailColumn[], rows: readonly (readonly Cell[])[]): string {
  const body = rows.map((row) =>
    row.map((cell, index) => breakWords(cell, columns[index]?.width ?? TEXT_WIDTH)),
  );
  const hasHead = columns.some(({ head }) => head !== '');
  return textTable(columns, hasHead ? [underline(columns), ...body] : body);
}

function underline(columns: readonly MailColumn[]): readonly Cell[] {
  const width = columns.reduce((sum, column) => sum + column.width, -2);
  return [{ content: '─'.repeat(width), colSpan: columns.length }];
}

/** cli-table3 would truncate a long word, and two long names could then look the same. */
function breakWords(cell: Cell, width: number): Cell {
  return typeof cell === 'string'
    ? withBrokenWords(cell, width - 2)
    : { ...cell, content: withBrokenWords(cell.content, TEXT_WIDTH - 4) };
}
