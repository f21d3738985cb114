/** Data rows, header aside: a fill, or a symbol of an account's day; read = inserted + duplicates + rejected. */
export interface RowCounts {
  readonly read: number;
  readonly inserted: number;
  readonly duplicates: number;
  /** Those of the duplicates that were known with other content, which the store has taken over. */
  readonly changed: number;
  readonly rejected: number;
}

/** What one file brought; accounts by code, sessions ascending. */
export interface Imported extends RowCounts {
  readonly accounts: readonly string[];
  readonly sessions: readonly string[];
}
