/**
 * Counts of data rows without the header. A row is a fill, or one symbol of an account and day in a totals
 * report. read = inserted + duplicates + rejected, for example 100 = 90 + 7 + 3.
 */
export interface RowCounts {
  readonly read: number;
  readonly inserted: number;
  readonly duplicates: number;
  /** Duplicates that were stored with other content before. The new content is stored. */
  readonly changed: number;
  readonly rejected: number;
}

/** Result of importing one file: counts, account codes, and sessions in ascending order. */
export interface Imported extends RowCounts {
  /** Columns that hold numbers and were not read. */
  readonly unreadColumns: readonly string[];
  readonly accounts: readonly string[];
  readonly sessions: readonly string[];
}
