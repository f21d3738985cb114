/**
 * The places of a symmetric matrix over (1, features, missing flags, targets), its upper triangle packed by
 * rows.
 */
export interface MomentLayout {
  readonly columns: number;
  /** For each row, the place of its column 0, had it one. */
  readonly rowStart: Int32Array;
  /** All places that belong to no flag. Most rows raise few flags, so only these places are not 0. */
  readonly unflagged: Int32Array;
}

const known = new Map<string, MomentLayout>();

/**
 * Returns the layout for a number of features and targets. All sums of one shape share it: there are
 * thousands of them.
 */
export function momentLayout(features: number, targets: number): MomentLayout {
  const shape = [features, targets].join();
  const layout = known.get(shape) ?? newLayout(features, targets);
  known.set(shape, layout);
  return layout;
}

function newLayout(features: number, targets: number): MomentLayout {
  const columns = 1 + 2 * features + targets;
  const rowStart = Int32Array.from({ length: columns }, (_, row) => row * columns - (row * (row + 1)) / 2);
  const unflagged: number[] = [];
  for (let row = 0; row < columns; row++) {
    for (let column = row; column < columns; column++) {
      if (!isFlag(row, features) && !isFlag(column, features)) unflagged.push(rowStart[row]! + column);
    }
  }
  return { columns, rowStart, unflagged: Int32Array.from(unflagged) };
}

function isFlag(column: number, features: number): boolean {
  return column > features && column <= 2 * features;
}
