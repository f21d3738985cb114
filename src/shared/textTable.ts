import Table from 'cli-table3';

/** A cell of a row: text, or text across several columns. */
export type Cell = string | { readonly content: string; readonly colSpan: number };

/** A column of a text table. */
export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /**
   * Width in terminal cells, with two blanks between columns; longer text wraps. By default, as wide as its
   * text.
   */
  readonly width?: number;
}

/**
 * A text table without boxes, its columns separated by blanks. A table whose heads are all empty has no head
 * row.
 */
export function textTable(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const hasHead = columns.some(({ head }) => head !== '');
  const table = new Table({
    head: hasHead ? columns.map(({ head }) => head) : [],
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: columns.map(({ width }) => width ?? null),
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: NO_BORDERS,
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

const NO_BORDERS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left']
    .concat(['left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((place) => [place, '']),
);
