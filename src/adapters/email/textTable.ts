import Table from 'cli-table3';
import { withBrokenWords } from './wrapText.ts';

/** A cell of a row: text, or text across several columns. */
export type Cell = string | { readonly content: string; readonly colSpan: number };

export interface Column {
  readonly heading: string;
  readonly width: number;
  readonly align?: 'right';
}

export const TEXT_WIDTH = 78;

export const ITEM_COLUMNS: readonly Column[] = [
  { heading: '', width: 4 },
  { heading: '', width: TEXT_WIDTH - 4 },
];
export const TERM_COLUMNS: readonly Column[] = [
  { heading: '', width: 20 },
  { heading: '', width: TEXT_WIDTH - 20 },
];

/** Columns by white space alone; headings underlined where a table has any. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const drawn = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
    colWidths: columns.map((column) => column.width),
    colAligns: columns.map((column) => column.align ?? 'left'),
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  if (columns.some((column) => column.heading !== '')) {
    drawn.push(
      columns.map((column) => column.heading),
      [
        {
          content: '─'.repeat(columns.reduce((sum, column) => sum + column.width, -2)),
          colSpan: columns.length,
        },
      ],
    );
  }
  drawn.push(
    ...rows.map((row) => row.map((cell, index) => whole(cell, columns[index]?.width ?? TEXT_WIDTH))),
  );
  return drawn
    .toString()
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** A word longer than its column goes on in the next line; cut off, two traders could look like one. */
function whole(cell: Cell, width: number): Cell {
  return typeof cell === 'string'
    ? withBrokenWords(cell, width - 2)
    : { ...cell, content: withBrokenWords(cell.content, TEXT_WIDTH - 4) };
}

const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left']
    .concat(['left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((name) => [name, '']),
);
