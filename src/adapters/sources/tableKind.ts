import type { ErrorCode } from '../../shared/errorCodes.ts';

/** A kind of small table that is kept in a spreadsheet: a roster, a list of splits, a list of rates. */
export interface TableKind {
  /** For messages, with its article: `a roster`. */
  readonly title: string;
  /** Columns that the file must have. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Columns that are neither are not read, for files that another program writes. */
  readonly ignoresOthers?: true;
  /** Code of the error that lists the bad lines. */
  readonly code: ErrorCode;
}

export interface TableRow {
  /** The line on which the row begins, counted from 1. */
  readonly line: number;
  /** The trimmed cell of each column that the file has. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface Table<Kind extends TableKind = TableKind> {
  /** Name of the file in messages. */
  readonly where: string;
  readonly kind: Kind;
  readonly columns: readonly string[];
  /** At least one; rows of empty cells are left out. */
  readonly rows: readonly TableRow[];
}

/** The kinds that a file may be, at least one. */
export type TableKinds<Kind extends TableKind> = readonly [Kind, ...Kind[]];

/** The columns of a kind, as its header lists them. */
export function columnsOf({ required, optional }: TableKind): readonly string[] {
  return [...required, ...optional];
}
