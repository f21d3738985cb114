import type { Fill } from '../domain/ledger/fill.ts';

export interface IngestCounts {
  readonly inserted: number;
  /** Rows that were stored already with the same content. */
  readonly duplicates: number;
  /** Those of the duplicates that the stream itself sent more than once. */
  readonly repeated: number;
  /** Rows whose identity was stored with other content: the store now holds the new content. */
  readonly changed: number;
  /** Stored rows that the source no longer has; only a refetch shows them. */
  readonly removed: number;
  /** Fills refused because an earlier fill of the stream has the same identity and other content. */
  readonly conflicting: readonly Fill[];
  /**
   * Accounts with stored fills in the range that the source no longer lists: their fills stay as they are.
   */
  readonly keptAccounts: readonly string[];
  /**
   * Fills refused because their day can no longer be computed: fills of that day, or of a later one, were
   * pruned.
   */
  readonly refused: readonly RefusedSession[];
  /** Codes of the accounts, and the sessions, that the stream covered. */
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
  /** Stored fills that did not arrive again: a commit would remove them. */
  readonly missing: number;
}

/**
 * An ingest of one stream of fills, in two phases: `plan` computes what would change, `commit` stores it.
 * Nothing is stored before `commit`, which stores all of it or nothing. Trader-days whose fills change are
 * marked for the ledger in the same transaction, so a crash cannot leave facts that do not match their fills.
 */
export interface FillIngest {
  /** Takes the next fills of the stream. */
  add(fills: readonly Fill[]): Promise<void>;
  /**
   * What a commit would change now, by date; dates without a fill, arrived or stored, are absent. It
   * changes nothing and takes no lock: another process may still change the store before the commit.
   */
  plan(): Promise<ReadonlyMap<string, DateCounts>>;
  /**
   * Stores the fills and, in the same transaction, the record that these sessions were fetched whole. Ends
   * the ingest.
   * @returns what has changed, measured against the store as it is at the commit.
   * @throws StoreError `database_busy` while another process writes, `pruned_meanwhile` where old fills
   *   were pruned since the stream began. Nothing is stored then.
   */
  commit(fetched?: readonly FetchRecord[]): Promise<IngestCounts>;
  /** Ends the ingest; nothing of it is stored. After a commit it does nothing. */
  abandon(): Promise<void>;
}

export interface FillStore {
  /**
   * Adds new fills: a file may hold any part of any session. A known fill with other content takes the new
   * content, or stays as it is stored with `keepKnown`.
   */
  append(options?: { readonly keepKnown?: boolean }): Promise<FillIngest>;
  /**
   * Makes a range of dates equal to what the source now has of it: adds, changes and removes. Fills of an
   * account that sent none and is not one of `accounts` (null: every account) stay as they are.
   */
  replaceRange(from: string, to: string, accounts?: ReadonlySet<string> | null): Promise<FillIngest>;
  /** First and last session with fills or facts; null when the store is empty. */
  sessionRange(): Promise<{ readonly first: string; readonly last: string } | null>;
  /** Records that the source's own totals of these sessions are stored. */
  recordTotals(sessions: readonly string[], at: Date): Promise<void>;
  /**
   * Removes the fills of sessions before a date and frees their space. Keeps the fills of a day that the
   * ledger has yet to compute, and of that trader's later days. Records what was removed by account and
   * session.
   */
  prune(before: string, at: Date): Promise<PruneCounts>;
  /** Sessions of the range that were fetched whole. */
  fetched(from: string, to: string): Promise<readonly FetchRecord[]>;
  /** Trader-days of a range of which rows were rejected and did not arrive since. */
  incompleteDays(from: string, through: string): Promise<readonly IncompleteDay[]>;
  /** Whether any stored fill has ever had the side T or C: then the source marks short sales. */
  hasShortSides(): Promise<boolean>;
  recordImport(record: ImportRecord): Promise<void>;
  /**
   * Imports whose newest fill belongs to a session at or after `since`, and imports at or after it without a
   * good row; of a file that was imported again, the last import.
   */
  importsSince(since: string): Promise<readonly ImportRecord[]>;
}

/** An account and session of which a stream had rows that could not be read. */
export interface IncompleteDay {
  readonly trader: string;
  readonly account: string;
  readonly sessionDate: string;
  readonly rows: number;
  /** Name of the file or request. */
  readonly where: string;
  /** Column, value and reason of the first rejected row, in words. */
  readonly reason: string;
}

export interface FetchRecord {
  readonly sessionDate: string;
  readonly fills: number;
  readonly fetchedAt: Date;
  /** When the source's totals of the session were stored; null or absent: not yet. */
  readonly totalsAt?: Date | null;
}

export interface PruneCounts {
  readonly fills: number;
  readonly sessions: number;
  /** Old trader-days that keep their fills because the ledger has yet to compute a day of that trader. */
  readonly keptTraderDays: number;
}

export interface ImportRecord {
  readonly file: string;
  /** Key of the file: its name with a digest of its path. */
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
