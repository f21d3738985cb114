import type { Fill } from '../domain/ledger/fill.ts';
import type { SourceName } from '../domain/report/report.ts';

/** An account as the source lists it. */
export interface SourceAccount {
  /** The source's own number for the account. */
  readonly id: string;
  /** The code that fills carry, `NET001`. */
  readonly name: string;
  /** YYYY-MM-DD; null where the source does not say. */
  readonly firstTraded: string | null;
  readonly lastTraded: string | null;
}

/** A row of input that could not be used, kept word for word so that nothing is lost silently. */
export interface RejectedRow {
  /** File name or request, never an absolute path or a token. */
  readonly where: string;
  /** 1-based line in that file or page. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  /** The row as it came. */
  readonly raw: string;
}

/** Some fills of one stream, in the source's own order, with the rows of the same stretch that could not be read. */
export interface FillBatch {
  readonly fills: readonly Fill[];
  readonly rejected: readonly RejectedRow[];
}

/** The source's own account of one account's session, to reconcile with. Dollars. */
export interface SourceTotals {
  readonly account: string;
  readonly sessionDate: string;
  readonly grossPnl: number;
  readonly fees: number;
  readonly netPnl: number;
  readonly fills: number;
}

/** Where fills come from. Dates are sessions, inclusive; errors are SourceErrors that say whether to try again. */
export interface FillSource {
  readonly name: SourceName;
  /** Every account, retired ones too. */
  accounts(): Promise<readonly SourceAccount[]>;
  /** All accounts' fills of the range, streamed; throws if the stream ends before the source said it would. */
  fills(from: string, to: string): AsyncIterable<FillBatch>;
  /** One entry per account and session with activity. */
  totals(accounts: readonly SourceAccount[], from: string, to: string): Promise<readonly SourceTotals[]>;
  /** Gives the session back; never throws. */
  close(): Promise<void>;
}

/** Keeps the rows that could not be used where a person can read them; one sink a file or fetch. */
export interface RejectSink {
  add(rows: readonly RejectedRow[]): void;
  /** The file they are in, relative to the working directory; null when none came. Replaces an earlier one's file. */
  close(): string | null;
  /** Gives up what came, when nothing of its stream is kept; an earlier one's file stays. */
  discard(): void;
}
