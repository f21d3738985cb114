import type { PastBlock } from '../domain/engines/model/pastBlock.ts';
import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';

/** The histories of some traders over the sessions of a backtest. */
export interface HistorySpan {
  readonly roster: readonly RosterTrader[];
  /** Sessions that are missing in the store, ascending. */
  readonly holes: readonly string[];
  /** The date before the first day, YYYY-MM-DD. No trader of the desk has a day on or before it. */
  readonly after: string;
  /** The last date of each block, ascending. */
  readonly blocks: readonly string[];
}

/** Computes one span, for one run of a backtest. */
export interface HistoryJob extends HistorySpan {
  readonly kind: 'history';
  /** Of the run. */
  readonly run: string;
  /** Number of the span. */
  readonly span: number;
}

/** Where jobs leave their blocks. */
export interface HistoryBlocks {
  /** Stores one block. @returns false, and stores nothing, where no process runs the backtest any more. */
  save(job: Pick<HistoryJob, 'run' | 'span'>, block: number, pasts: PastBlock): Promise<boolean>;
}

/** Histories that workers have computed, until they are closed. */
export interface StoredHistories {
  /** One block of every span that is complete. The traders of another are not in it. */
  block(number: number): Promise<readonly PastBlock[]>;
  /** Removes what was stored. */
  close(): Promise<void>;
}

/** Computes histories next to the workers of other processes. */
export interface HistoryJobs {
  /** How many other processes wait for jobs now. */
  workers(): Promise<number>;
  /**
   * Has the spans computed, and takes part.
   * @param onLeft called now and then with the number of jobs that are left.
   * @throws StoreError where the server cannot be reached.
   */
  compute(spans: readonly HistorySpan[], onLeft: (jobs: number) => void): Promise<StoredHistories>;
}
