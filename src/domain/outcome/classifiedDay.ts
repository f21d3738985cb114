import type { LowWaterMark, TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { stopAt } from './counterfactual.ts';

/**
 * What the limit in force did to a trader-day.
 * - stopped: the running P&L reached it and no position was opened afterwards.
 * - ignored: it was reached and positions were opened afterwards: it was not applied.
 * - unclear: it was reached, and it is not known whether positions were opened afterwards; or fills of
 *   unknown time hide whether it was reached. The P&L counts as seen.
 * - not-reached: no effect.
 * - free: no limit below the base limit was known to be in force, or assumed limits of the trader count as
 *   not applied.
 */
export type DayKind = 'stopped' | 'ignored' | 'unclear' | 'not-reached' | 'free';

/** The limit during a session, as far as the outcome of the day needs it. */
export interface LimitDuring {
  /** Dollars; null: unknown. */
  readonly dollars: number | null;
  /** base and unknown are no known limit. */
  readonly source: 'base' | 'assumed' | 'answered' | 'set' | 'readback' | 'unknown';
  /** The base limit when the limit was recorded, dollars; null: not recorded. */
  readonly baseLimit: number | null;
}

/** A trader-day with its kind. */
export interface ClassifiedDay {
  readonly sessionDate: string;
  readonly trader: string;
  readonly kind: DayKind;
  readonly limit: LimitDuring;
  /** When the limit was reached, seconds since midnight; null: it was not. */
  readonly secondOfDay: number | null;
  /**
   * The day looks stopped at an assumed limit, and counts as free: in the 60 sessions through it the trader
   * ignored more limits than stopped at.
   */
  readonly isAssumedNotApplied: boolean;
  /** Net P&L as seen, dollars. */
  readonly netPnl: number;
  /** The drawn close of a stopped day, dollars; null: not stopped, or not known. */
  readonly uncensoredNetPnl: number | null;
  /**
   * What a stopped day may have become after the stop, dollars of this trader: one for each donor. Empty: not
   * stopped, or no donor.
   */
  readonly continuations: readonly number[];
  /** The session of each donor, in the same order. */
  readonly donorSessions: readonly string[];
  /** The mean of `continuations`; null where there is none. The stop saved the negative of it. */
  readonly meanContinuation: number | null;
}

/** The limit as it was where no event is stored. */
export const BASE_LIMIT: LimitDuring = { dollars: null, source: 'base', baseLimit: null };

const HALF_A_CENT = 0.005;

/** Whether a limit below the base limit is known to have been in force. */
export function isKnownCut({ dollars, source, baseLimit }: LimitDuring): boolean {
  if (dollars === null || source === 'base' || source === 'unknown') return false;
  return baseLimit === null || dollars < baseLimit - HALF_A_CENT;
}

/** Whether the base limit, or a higher one, was in force. */
export function isBaseLimit(limit: LimitDuring): boolean {
  return limit.source === 'base' || (limit.source !== 'unknown' && !isKnownCut(limit));
}

/**
 * What the limit did to the day by its path, and the low-water mark at which it was reached. Openings in the
 * second of the mark came before it: the path is read at the end of a second.
 * @param marks on the basis of the limit
 * @example
 * // Limit 3,000 reached at 11:42 with a last entry at 11:30: stopped. With one at 13:10: ignored.
 */
export function classifyDay(
  day: TraderDaySummary,
  marks: readonly LowWaterMark[],
  limit: LimitDuring,
): { readonly kind: DayKind; readonly stop: LowWaterMark | null } {
  if (limit.dollars === null || !isKnownCut(limit)) return { kind: 'free', stop: null };
  const stop = stopAt(marks, limit.dollars);
  if (stop === null)
    return { kind: mayHaveReached(day, limit.dollars) ? 'unclear' : 'not-reached', stop: null };
  return { kind: kindAfter(day, stop.secondOfDay), stop };
}

/** Fills of unknown time are not on the path. */
function mayHaveReached({ unknownTimeFills, bestRunningPnl, netPnl }: TraderDaySummary, limit: number) {
  return unknownTimeFills > 0 && (bestRunningPnl === null || netPnl <= -limit);
}

function kindAfter(day: TraderDaySummary, second: number): DayKind {
  const { lastOpeningSecond, unknownTimeFills, entriesAfterLoss, entriesOtherwise } = day;
  if (lastOpeningSecond !== null && lastOpeningSecond > second) return 'ignored';
  if (unknownTimeFills > 0) return 'unclear';
  if (lastOpeningSecond !== null || entriesAfterLoss + entriesOtherwise === 0) return 'stopped';
  // A version before 0.5 computed the day: only that no fill followed proves that nothing was opened.
  return day.lastFillSecond !== null && day.lastFillSecond <= second ? 'stopped' : 'unclear';
}
