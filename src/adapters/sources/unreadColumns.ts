import type { Cells } from './cells.ts';
import type { NamedColumn } from './fillsHeader.ts';

export interface UnreadColumns {
  /** Looks at the cells of a row. */
  examine(cells: Cells): void;
  /** Columns that held a number other than 0 so far, in the order in which one was found. */
  names(): readonly string[];
}

/** A number, however it is written: `1.25`, `(0.35)`, `$1,000`, `12,5 %`. */
const NUMBER = /^[\s$€£¥(+-]*[\d.,][\d.,)\s%-]*$/;
const NOT_ZERO = /[1-9]/;

/** Finds out which columns with unknown names hold numbers. A column is looked at until it has held one. */
export function unreadColumns(columns: readonly NamedColumn[]): UnreadColumns {
  let left = columns;
  const found: string[] = [];
  return {
    examine(cells) {
      if (left.length === 0) return;
      const numeric = left.filter(({ index }) => isNumber(cells.text(index)));
      if (numeric.length === 0) return;
      found.push(...numeric.map(({ name }) => name));
      left = left.filter((column) => !numeric.includes(column));
    },
    names: () => found,
  };
}

function isNumber(text: string): boolean {
  return NOT_ZERO.test(text) && NUMBER.test(text);
}
