import type { FillBatch, RejectedRow, SourceAccount, SourceTotals } from './source.ts';

/** A file of input, recognised by what it holds; reading it twice opens it twice. */
export type ImportFile = FillsFile | TotalsFile;

interface InputFile {
  readonly name: string;
  /** Its name with a digest of its whole path: another file of the same name has another. */
  readonly key: string;
  readonly format: string;
}

export interface FillsFile extends InputFile {
  readonly kind: 'fills';
  /** What an older system kept of the source's fills: it adds to what is stored and corrects nothing. */
  readonly isOldCopy: boolean;
  /** Accounts that the file lists beside its fills; none where it has no such list. */
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
  /** Rows, one a symbol, that the totals are the sum of. */
  readonly rows: number;
  /** Rows that stood in the file more than once, counted without their first. */
  readonly repeatedRows: number;
}
