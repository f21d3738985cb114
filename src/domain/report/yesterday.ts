import type { ClassifiedDay } from '../outcome/classifiedDay.ts';
import { type JudgedDay, outcomeUnderLimit, type Slippage } from '../outcome/counterfactual.ts';
import type { SavedByStops } from '../outcome/savedByStops.ts';
import type { Yesterday } from './report.ts';

/** A trader's last session with the limit that was in force during it. */
export interface TraderYesterday {
  readonly trader: string;
  /** Dollars; null: unknown. */
  readonly limit: number | null;
  /** Whether a limit below the base limit was known to be in force. */
  readonly isCut: boolean;
  /** null: the trader did not trade. */
  readonly day: ClassifiedDay | null;
  /** The lowest running P&L on the basis of the limit, dollars; null: no trade, or no known path. */
  readonly lowestPnl: number | null;
  /** null: no trade, or a path that cannot be judged. */
  readonly judged: JudgedDay | null;
  /** The override that was mailed for the session, and Daybreak's own target then; null: none. */
  readonly override: { readonly by: string; readonly dollars: number; readonly recommended: number } | null;
}

const NEAR_LIMIT_PCT = 80;

/**
 * What became of the limits in force on the last session. `saved` has the estimate of the stopped days.
 *
 * Example: four cuts in force; one trader stopped, one used 86 %, two used less: 1 stopped, 3 not reached,
 * 1 of them near its limit.
 *
 * Source: docs/limits.md.
 */
export function yesterday(
  traders: readonly TraderYesterday[],
  saved: SavedByStops,
  slippage: Slippage,
): Yesterday {
  const cuts = traders.filter(({ isCut }) => isCut);
  const ofKind = (kind: ClassifiedDay['kind']) => cuts.filter(({ day }) => day?.kind === kind);
  const reached = cuts.filter(({ day }) => day !== null && day.secondOfDay !== null);
  const used = traders.flatMap((trader) => usedOf(trader));
  const knows = saved.estimated > 0 || saved.notKnown === 0;
  return {
    cuts: cuts.length,
    stopped: ofKind('stopped').flatMap(stoppedOf),
    ignored: ofKind('ignored').flatMap(({ trader, limit, day }) =>
      day?.secondOfDay == null || limit === null ? [] : [{ trader, secondOfDay: day.secondOfDay, limit }],
    ),
    notReached: cuts.length - reached.length,
    nearLimit: used
      .filter(({ usedPct, isStopped }) => !isStopped && usedPct > NEAR_LIMIT_PCT)
      .map(({ trader, usedPct }) => ({ trader, usedPct }))
      .toSorted((a, b) => b.usedPct - a.usedPct || (a.trader < b.trader ? -1 : 1)),
    usedPct: Object.fromEntries(used.map(({ trader, usedPct }) => [trader, usedPct])),
    saved: knows ? saved.saved : null,
    cost: knows ? saved.cost : null,
    interval: saved.interval === null ? null : [saved.interval[0], saved.interval[1]],
    notKnown: saved.notKnown,
    overrides: traders.flatMap((trader) => overrideOf(trader, slippage)),
  };
}

function stoppedOf({ trader, limit, day }: TraderYesterday): Yesterday['stopped'] {
  if (day === null || day.secondOfDay === null || limit === null) return [];
  return [
    {
      trader,
      secondOfDay: day.secondOfDay,
      limit,
      isAssumed: day.limit.source === 'assumed',
      continuation: day.meanContinuation,
    },
  ];
}

function usedOf({ trader, limit, lowestPnl, day }: TraderYesterday) {
  if (limit === null || limit <= 0 || lowestPnl === null) return [];
  const usedPct = (100 * Math.max(0, -lowestPnl)) / limit;
  return [{ trader, usedPct, isStopped: day?.kind === 'stopped' }];
}

/**
 * What an override made of the day against the recommendation. Where the trader was stopped and the
 * recommended limit lies deeper, the path ends before it: not known.
 */
function overrideOf(
  { trader, override, judged, day, lowestPnl }: TraderYesterday,
  slippage: Slippage,
): Yesterday['overrides'] {
  if (override === null) return [];
  const { by, dollars: given, recommended } = override;
  if (day === null) return [{ trader, by, dollars: 0 }];
  const endsTooEarly = day.kind === 'stopped' && (lowestPnl === null || -lowestPnl < recommended);
  if (judged === null || endsTooEarly) return [{ trader, by, dollars: null }];
  const outcome = (limit: number) => outcomeUnderLimit(judged, limit, slippage);
  return [{ trader, by, dollars: outcome(given) - outcome(recommended) }];
}
