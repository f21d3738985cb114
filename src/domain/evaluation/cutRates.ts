/**
 * A cut of at least this many percent counts as a prediction of a bad day (docs/methods.md, section 8, hit
 * rate).
 */
const WARNING_CUT_PCT = 20;

/** Trader-days of one kind, and how many of them were cut by 20 % or more. */
export interface CutShare {
  readonly days: number;
  readonly cut: number;
  /** cut / days, 0-1; null for no days. */
  readonly share: number | null;
}

export interface CutRates {
  /** Days with a loss of at least LARGE_LOSS_THRESHOLD: the share is the hit rate. */
  readonly largeLosses: CutShare;
  /** Days below the trader's own 15 % quantile: a hit rate that does not depend on the trader's size. */
  readonly ownLargeLosses: CutShare;
  /** Days with a net P&L above 0: the share is the false positive rate. */
  readonly profitable: CutShare;
  /** All days with a proposal: the rate of a cut that ignores the outcome. */
  readonly all: CutShare;
}

/** The result of a trader-day, dollars. */
export interface DayResult {
  readonly netPnl: number;
  /**
   * The 15 % quantile of the trader's own active-day P&L before the session, usually negative; null if
   * unknown.
   */
  readonly ownLargeLossPnl: number | null;
}

/**
 * Counts one engine's cuts by the result of the day, on net P&L as traded. Example: losses of $2,000 (cut 20
 * %) and $2,600 (cut 15 %) at a threshold of $2,000 give a hit rate of 1/2.
 */
export class CutRateAccumulator {
  readonly #largeLossDollars: number;
  readonly #largeLosses = new ShareTally();
  readonly #ownLargeLosses = new ShareTally();
  readonly #profitable = new ShareTally();
  readonly #all = new ShareTally();

  constructor(largeLossDollars: number) {
    this.#largeLossDollars = largeLossDollars;
  }

  /** `reductionPct` is null if the engine had no proposal: the day is in none of the counts. */
  add({ netPnl, ownLargeLossPnl }: DayResult, reductionPct: number | null): void {
    if (reductionPct === null) return;
    const isCut = reductionPct >= WARNING_CUT_PCT;
    if (netPnl <= -this.#largeLossDollars) this.#largeLosses.add(isCut);
    if (ownLargeLossPnl !== null && netPnl < ownLargeLossPnl) this.#ownLargeLosses.add(isCut);
    if (netPnl > 0) this.#profitable.add(isCut);
    this.#all.add(isCut);
  }

  rates(): CutRates {
    return {
      largeLosses: this.#largeLosses.share(),
      ownLargeLosses: this.#ownLargeLosses.share(),
      profitable: this.#profitable.share(),
      all: this.#all.share(),
    };
  }
}

class ShareTally {
  #days = 0;
  #cut = 0;

  add(isCut: boolean): void {
    this.#days++;
    if (isCut) this.#cut++;
  }

  share(): CutShare {
    return {
      days: this.#days,
      cut: this.#cut,
      share: this.#days === 0 ? null : this.#cut / this.#days,
    };
  }
}
