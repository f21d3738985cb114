/** A trader's month, as far as it decides whether to talk to the trader. */
export interface TraderMonth {
  readonly trader: string;
  readonly tradedDays: number;
  /** Dollars. */
  readonly netPnl: number;
  /** Traded days worse than the trader's own large-loss threshold. */
  readonly largeLosses: number;
  /** Sessions on which the trader went on past a limit in force, ascending. */
  readonly ignored: readonly string[];
  /** Sessions on which a limit below the base limit stopped the trader. */
  readonly stopped: number;
  /** Mornings whose mail named the trader under “Talk to these traders today”. */
  readonly criticalMornings: number;
  /** The worst traded day; null: not traded. */
  readonly worstDay: { readonly sessionDate: string; readonly netPnl: number } | null;
}

const MOST_TRADERS = 3;
/** A day is a large loss with this probability. */
const USUAL_SHARE = 0.15;
const LEAST_LARGE_LOSSES = 3;

/**
 * The three traders whom a head of risk should talk about first: those who traded on past a limit, then
 * those named as critical by most mails, then those with most large losses beyond the usual 15 % of their
 * days, then those who lost most. A trader with none of these is not named.
 *
 * Example: A went on past a limit on one day and B on none; B had 6 large losses on 20 days where 3 are
 * usual; C made money: A, B.
 */
export function tradersToDiscuss(months: readonly TraderMonth[]): readonly TraderMonth[] {
  return months
    .filter(
      (month) =>
        month.ignored.length > 0 ||
        month.criticalMornings > 0 ||
        hasManyLargeLosses(month) ||
        month.netPnl < 0,
    )
    .toSorted(
      (a, b) =>
        b.ignored.length - a.ignored.length ||
        b.criticalMornings - a.criticalMornings ||
        excessOf(b) - excessOf(a) ||
        a.netPnl - b.netPnl ||
        (a.trader < b.trader ? -1 : 1),
    )
    .slice(0, MOST_TRADERS);
}

/** Whether the large losses are at least three, and at least twice what is usual. */
export function hasManyLargeLosses({ largeLosses, tradedDays }: TraderMonth): boolean {
  return largeLosses >= Math.max(LEAST_LARGE_LOSSES, 2 * USUAL_SHARE * tradedDays);
}

/** Large losses beyond the usual number; 0 where they are not many. */
function excessOf(month: TraderMonth): number {
  return hasManyLargeLosses(month) ? month.largeLosses - USUAL_SHARE * month.tradedDays : 0;
}
