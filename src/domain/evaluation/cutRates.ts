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
  const spoken = days.filter(({ proposals }) => proposals[engine] !== null);
  const shareOf = (fits: (day: EvaluatedDay) => boolean) => cutShare(spoken.filter(fits), engine);
  return {
    largeLosses: shareOf(({ netPnl }) => netPnl <= -largeLossDollars),
    ownLargeLosses: shareOf(
      ({ netPnl, ownLargeLossPnl }) => ownLargeLossPnl !== null && netPnl < ownLargeLossPnl,
    ),
    profitable: shareOf(({ netPnl }) => netPnl > 0),
    all: shareOf(() => true),
  };
}

function cutShare(days: readonly EvaluatedDay[], engine: JudgedEngine): CutShare {
  const cut = days.filter(
    ({ proposals }) => (proposals[engine]?.reductionPct ?? 0) >= WARNING_CUT_PCT,
  ).length;
  return { days: days.length, cut, share: days.length === 0 ? null : cut / days.length };
}
