/** The summary of a backtest or a review, as its command wrote it. */
export interface StoredBacktest {
  readonly kind: 'backtest' | 'review';
  readonly writtenAt: Date;
  /** The content of summary.json. */
  readonly summary: Readonly<Record<string, unknown>>;
}

export interface BacktestResults {
  /**
   * The newest one in the folders that the commands write to by default; null: there is none.
   * @throws InputError `file_unreadable` where the newest one is damaged.
   */
  latest(): Promise<StoredBacktest | null>;
}
