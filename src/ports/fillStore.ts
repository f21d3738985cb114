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
  /** Fills refused because another fill, of the stream or stored, has their identity. */
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
   * Stores the fills and, in the same transaction, the record that these sessions were fetched whole, and the
   * days that lack rejected rows. Ends the ingest.
   * @param rejects the rows of the stream that could not be read. Null: the stream has no name, and which
   * days   are incomplete stays as it was.
   * @returns what has changed, measured against the store as it is at the commit.
   * @throws StoreError `database_busy` while another process writes, `pruned_meanwhile` where old fills
   *   were pruned since the stream began. Nothing is stored then.
   */
  commit(fetched?: readonly FetchRecord[], rejects?: StreamRejects | null): Promise<IngestCounts>;
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
  /** Days of a range of which rows were rejected and did not arrive since, by session, then trader. */
  incompleteDays(from: string, through: string): Promise<readonly IncompleteDay[]>;
  /** Whether any stored fill has ever had the side T or C: then the source marks short sales. */
  hasShortSides(): Promise<boolean>;
  recordImport(record: ImportRecord): Promise<void>;
  /**
   * Imports whose newest fill belongs to a session at or after `since`, and imports at or after it without a
   * good row; of a file that was imported again, the last import.
   */
  importsSince(since: string): Promise<readonly ImportRecord[]>;
  /** When the store was upgraded from 0.2.0; null for a store that this version began. */
  upgrade(): Promise<StoreUpgrade | null>;
  /**
   * The last import of each file that was not imported again since the upgrade. 0.2.0 kept neither negative
   * prices, which it rejected, nor fee columns that it did not know, nor currencies. Empty without an
   * upgrade.
   */
  importsBeforeUpgrade(): Promise<readonly ImportRecord[]>;
}

export interface StoreUpgrade {
  readonly at: Date;
  /** The newest session that was stored then. */
  readonly through: string;
}

/** The rows of one stream that could not be read. */
export interface StreamRejects {
  /** Names the stream: the key of a file, or the source that fetches. */
  readonly key: string;
  /** Name of the stream, for days that lack fills with the id of another fill. */
  readonly where: string;
  /** Rows whose account could be read, one entry an account and session. */
  readonly days: readonly RejectedDay[];
}

/** Rejected rows of one account and session. */
export interface RejectedDay {
  readonly account: string;
  /**
   * null where the rows have no readable date: the newest session of the account in the stream lacks them.
   */
  readonly sessionDate: string | null;
  readonly rows: number;
  /** Name of the file or request of the first of the rows. */
  readonly where: string;
  /** Column, value and reason of the first of the rows, in words. */
  readonly reason: string;
}

/**
 * An account and session of which a stream had rows that could not be read. It is complete again when the
 * stream comes again without such rows there, when the session is fetched again, or when another stream
 * without them brings the missing fills: as many new ones, or more and all that are stored.
 */
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
  /** Columns of the file that hold numbers and were not read. */
  readonly unreadColumns: readonly string[];
  readonly lastSession: string | null;
  readonly importedAt: Date;
}
