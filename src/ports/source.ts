import type { Fill } from '../domain/ledger/fill.ts';
import type { SourceName } from '../domain/report/report.ts';

/** An account as the source lists it. */
export interface SourceAccount {
  /** The number of the account in the source. */
  readonly id: string;
  /** The code of the account in fills, for example `NET001`. */
  readonly name: string;
  /** YYYY-MM-DD; null if the source does not report it. */
  readonly firstTraded: string | null;
  readonly lastTraded: string | null;
}

/** A row of input that could not be used. It is kept unchanged, so that no row is lost silently. */
export interface RejectedRow {
  /** File name or request, never an absolute path or a token. */
  readonly where: string;
  /** 1-based line in that file or page. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  /** The row as it was read. */
  readonly raw: string;
  /** Account and session of the row, as far as they can be read: that day then lacks the row. */
  readonly account: string | null;
  readonly sessionDate: string | null;
}

/** Some fills of a stream, in the order of the source, and the rows between them that could not be read. */
export interface FillBatch {
  readonly fills: readonly Fill[];
  readonly rejected: readonly RejectedRow[];
  /** Columns of the stream that hold numbers and that Daybreak does not know: one may be a fee. */
  readonly unreadColumns?: readonly string[];
}

/** The totals of one account and session as the source reports them, to reconcile with. Dollars. */
export interface SourceTotals {
  readonly account: string;
  readonly sessionDate: string;
  readonly grossPnl: number;
  readonly fees: number;
  readonly netPnl: number;
  readonly fills: number;
  /** Rows of the report that add up to the total, each rounded to the cent; absent or null: not known. */
  readonly rows?: number | null;
}

/**
 * A source of fills. Date ranges are sessions and include both ends. Errors are SourceErrors with
 * `retryable`. Aborting a signal ends the request under way and its retries.
 */
export interface FillSource {
  readonly name: SourceName;
  /** Every account, including retired ones. */
  accounts(signal?: AbortSignal): Promise<readonly SourceAccount[]>;
  /** Streams the fills of all accounts in the range. Throws if the stream is incomplete. */
  fills(from: string, to: string, signal?: AbortSignal): AsyncIterable<FillBatch>;
  /** One entry per account and session with activity. */
  totals(
    accounts: readonly SourceAccount[],
    from: string,
    to: string,
    signal?: AbortSignal,
  ): Promise<readonly SourceTotals[]>;
  /** Logs out of the source; never throws. */
  close(): Promise<void>;
}

/** Writes rejected rows to a file that the operator can read. Each import or fetch has its own sink. */
export interface RejectSink {
  add(rows: readonly RejectedRow[]): void;
  /**
   * Writes the file and returns its path, relative to the working directory; null if there were no rows.
   * Replaces the file of an earlier import or fetch with the same name.
   */
  close(): string | null;
  /**
   * Drops the rows, because nothing of the stream was stored. The file of an earlier import or fetch stays.
   */
  discard(): void;
}
