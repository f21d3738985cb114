/** A list in a template: its rows, whether there are any, and a sentence about omitted rows. */
export interface ListView<Row> {
  readonly rows: readonly Row[];
  readonly any: boolean;
  readonly isCut: boolean;
  readonly leftOut: string;
}

/** The first `most` rows, and how many more `where` has; without `what` nothing is said. */
export function listView<Row>(
  rows: readonly Row[],
  most: number,
  what: string,
  where = 'limits.csv',
): ListView<Row> {
  const hidden = Math.max(0, rows.length - most);
  const isCut = hidden > 0 && what !== '';
  return {
    rows: rows.slice(0, most),
    any: rows.length > 0,
    isCut,
    leftOut: isCut ? `${hidden} more ${what} in ${where}.` : '',
  };
}
