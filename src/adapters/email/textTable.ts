import { type Cell, type Column, textTable } from '../../shared/textTable.ts';
import { wrapText } from './wrapText.ts';

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
 * A table for the text part of a mail: text is wrapped, words longer than their column are broken, and heads
 * are underlined.
 */
export function mailTable(columns: readonly MailColumn[], rows: readonly (readonly Cell[])[]): string {
  const body = rows.flatMap((row) => lineRows(columns, row));
  const hasHead = columns.some(({ head }) => head !== '');
  return textTable(columns, hasHead ? [underline(columns), ...body] : body);
}

function underline(columns: readonly MailColumn[]): readonly Cell[] {
  const width = columns.reduce((sum, column) => sum + column.width, -2);
  return [{ content: '─'.repeat(width), colSpan: columns.length }];
}

/**
 * A row as rows of one line. For a cell of several lines, cli-table3 measures the text again for each of its
 * characters, which took most of the time of a mail.
 */
function lineRows(columns: readonly MailColumn[], row: readonly Cell[]): readonly (readonly Cell[])[] {
  const cells = row.map((cell, index) => linesOf(cell, columns[index]?.width ?? TEXT_WIDTH));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    row.map((cell, index) => {
      const content = cells[index]?.[line] ?? '';
      return typeof cell === 'string' ? content : { ...cell, content };
    }),
  );
}

/** The lines of a cell. Two blanks separate it from the next. */
function linesOf(cell: Cell, width: number): readonly string[] {
  const [text, room] = typeof cell === 'string' ? [cell, width - 2] : [cell.content, TEXT_WIDTH - 4];
  const lines = text.split('\n').flatMap((line) => wrapText(line, room).split('\n'));
  return lines.filter((line) => line !== '');
}
