import type { Fill } from '../domain/ledger/fill.ts';

export interface IngestCounts {
  readonly inserted: number;
  /** Rows that were known already, word for word. */
  readonly duplicates: number;
  /** Those of the duplicates that the stream itself sent more than once. */
  readonly repeated: number;
  /** Rows whose identity was known with other content: the store now holds what came last. */
  readonly changed: number;
  /** Stored rows that the source no longer has; only a refetch can tell. */
  readonly removed: number;
  /** Fills refused: the identity of an earlier one of this stream, and other content. */
  readonly conflicting: readonly Fill[];
  /** Accounts with stored fills in the range that the source no longer speaks of: their fills are left as they are. */
  readonly keptAccounts: readonly string[];
  /** Fills refused because their day can no longer be computed: fills of it, or of a later one, were pruned. */
  readonly refused: readonly RefusedSession[];
  /** Codes of the accounts, and the sessions, that the stream spoke of. */
  readonly accounts: readonly string[];
  readonly sessions: readonly string[];
}

export interface RefusedSession {
  readonly account: string;
  readonly sessionDate: string;
  readonly fills: number;
  /** Fills of the account and session that were pruned; null where none were. */
  readonly prunedFills: number | null;
  /** The last session of which fills of this account's trader were pruned. */
  readonly prunedThrough: string;
}

export interface DateCounts {
  readonly inserted: number;
  readonly duplicates: number;
  readonly changed: number;
  /** Stored fills that have not come again; what a refetch that ends now would remove. */
  readonly missing: number;
}

/**
 * One stream of fills on its way into the store: all of it is kept or none. Trader-days whose fills change are marked
 * for the ledger in the same transaction, so that a crash between the two cannot leave facts behind their fills.
 */
export interface FillIngest {
  add(fills: readonly Fill[]): void;
  /** What has come so far, by date; dates without any fill, come or stored, are absent. Locks the store until the end. */
  counts(): ReadonlyMap<string, DateCounts>;
  /** Keeps the fills and, in the same transaction, the record that these sessions were fetched whole. */
  finish(fetched?: readonly FetchRecord[]): IngestCounts;
  abandon(): void;
}

export interface FillStore {
  /**
   * Adds what is new: a file may hold any part of any session. A fill that is known with other content takes what
   * comes, or stays as it is with `keepKnown`.
   */
  append(options?: { readonly keepKnown: boolean }): FillIngest;
  /**
   * Makes a range of dates equal to what the source has of it now: adds, changes and removes. Fills of an account that
   * neither comes nor is one of `accounts` (every account when left out) stay as they are.
   */
  replaceRange(from: string, to: string, accounts?: ReadonlySet<string>): FillIngest;
  /** First and last session with fills or facts; null when the store is empty. */
  sessionRange(): Promise<{ readonly first: string; readonly last: string } | null>;
  /** Notes that the source's own totals of these sessions are stored. */
  recordTotals(sessions: readonly string[], at: Date): Promise<void>;
  /**
   * Removes the fills of sessions before a date and gives the space back. Never those of a day that the ledger has yet
   * to compute, nor of that trader's later days. What was removed is remembered by account and session.
   */
  prune(before: string, at: Date): Promise<PruneCounts>;
  /** Sessions of the range that were fetched whole. */
  fetched(from: string, to: string): Promise<readonly FetchRecord[]>;
  recordImport(record: ImportRecord): Promise<void>;
  /**
   * Imports whose newest fill belongs to a session at or after `since`, or that came at or after it and held no good
   * row; of a file that was imported again, the last one.
   */
  importsSince(since: string): Promise<readonly ImportRecord[]>;
}

export interface FetchRecord {
  readonly sessionDate: string;
  readonly fills: number;
  readonly fetchedAt: Date;
  /** When the source's totals of it were stored; null or left out: not yet. */
  readonly totalsAt?: Date | null;
}

export interface PruneCounts {
  readonly fills: number;
  readonly sessions: number;
  /** Trader-days old enough that keep their fills, since the ledger has yet to compute one of that trader's days. */
  readonly keptTraderDays: number;
}

export interface ImportRecord {
  readonly file: string;
  /** The file's key. */
  readonly key: string;
  readonly format: string;
  readonly read: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejectedFile: string | null;
  readonly lastSession: string | null;
  readonly importedAt: Date;
}
