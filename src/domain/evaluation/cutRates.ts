import type { EvaluatedDay, JudgedEngine } from './evaluatedDay.ts';

/** A cut of at least this many percent counts as a warning that the day would be bad (methods: hit rate). */
const WARNING_CUT_PCT = 20;

/** How many of some trader-days were cut by 20 % or more. */
export interface CutShare {
  readonly days: number;
  readonly cut: number;
  /** cut / days, 0-1; null for no days. */
  readonly share: number | null;
}

export interface CutRates {
  /** Days that lost at least the desk's threshold: the share is the hit rate. */
  readonly largeLosses: CutShare;
  /** Days below the trader's own 15 % quantile: the hit rate that does not depend on a trader's size. */
  readonly ownLargeLosses: CutShare;
  /** Days with a net P&L above 0: the share is the false positive rate. */
  readonly profitable: CutShare;
  /** All days that the engine spoke about: what the two rates would be of cuts dealt out blindly. */
  readonly all: CutShare;
}

/**
 * How often one engine's cuts met the days they are meant for, on net P&L as it was. Days about which the engine was
 * silent are in none of the counts.
 *
 * @param largeLossDollars LARGE_LOSS_THRESHOLD, a loss as a positive number
 */
export function cutRates(
  days: readonly EvaluatedDay[],
  engine: JudgedEngine,
  largeLossDollars: number,
): CutRates {
  const tally = new CutRateAccumulator(largeLossDollars);
  for (const day of days) tally.add(day, day.proposals[engine]?.reductionPct ?? null);
  return tally.rates();
}

/** Counts one engine's cuts day by day, see `cutRates`. */
export class CutRateAccumulator {
  readonly #largeLossDollars: number;
  readonly #largeLosses = new ShareTally();
  readonly #ownLargeLosses = new ShareTally();
  readonly #profitable = new ShareTally();
  readonly #all = new ShareTally();

  constructor(largeLossDollars: number) {
    this.#largeLossDollars = largeLossDollars;
  }

  /** `reductionPct` is null where the engine was silent. */
  add(
    { netPnl, ownLargeLossPnl }: Pick<EvaluatedDay, 'netPnl' | 'ownLargeLossPnl'>,
    reductionPct: number | null,
  ): void {
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
