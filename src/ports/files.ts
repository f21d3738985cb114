import type { FillBatch, RejectedRow, SourceAccount, SourceTotals } from './source.ts';

/** An input file, recognised by its content. Reading it twice opens it twice. */
export type ImportFile = FillsFile | TotalsFile;

interface InputFile {
  readonly name: string;
  /** The name with a digest of the whole path: two files of one name have different keys. */
  readonly key: string;
  readonly format: string;
}

export interface FillsFile extends InputFile {
  readonly kind: 'fills';
  /** Fills that an older system kept of the source: they add to the stored ones and correct none. */
  readonly isOldCopy: boolean;
  /** Accounts that the file lists besides its fills; empty where it has no such list. */
  accounts(): Promise<readonly ListedAccount[]>;
  batches(): AsyncIterable<FillBatch>;
}

export interface ListedAccount extends SourceAccount {
  readonly active: boolean;
}

/** A report of the source's own totals. */
export interface TotalsFile extends InputFile {
  readonly kind: 'totals';
  totals(knownAccounts: ReadonlySet<string>): Promise<TotalsOfFile>;
}

export interface TotalsOfFile {
  readonly days: readonly TotalsOfDay[];
  readonly rejected: readonly RejectedRow[];
}

export interface TotalsOfDay {
  readonly totals: SourceTotals;
  /** Number of rows (one per symbol) that the totals sum. */
  readonly rows: number;
  /** Number of repeated rows of the file, without the first of each. */
  readonly repeatedRows: number;
}
