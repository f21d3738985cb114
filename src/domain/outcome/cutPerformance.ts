import type { LowWaterMark, TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import { roughDollars } from '../text/money.ts';
import { hasEffect, type JudgedDay, judgedDay, outcomeUnderLimit, type Slippage } from './counterfactual.ts';

/** A cut that was mailed for a session, and the facts of the trader on that session. */
export interface MailedCut {
  readonly sessionDate: string;
  readonly decision: { readonly baseLimit: number; readonly newLimit: number };
  readonly day: TraderDaySummary;
  readonly marks: readonly LowWaterMark[];
  /**
   * The day as it would have gone on under the base limit; null, or left out, unless a limit in force ended
   * it.
   */
  readonly drawn?: JudgedDay | null;
}

export interface CutPerformance {
  /**
   * Σ (outcome under the new limit − outcome under the base limit), dollars. Above 0 the cuts saved money.
   */
  readonly net: number;
  /** 5 % and 95 % bootstrap bounds of the net. */
  readonly netInterval: Interval;
  readonly sessions: number;
  /** Trader-days with an effect other than 0. */
  readonly bindingDays: number;
  /** Those of them that a limit in force ended: what would have followed is estimated. */
  readonly estimatedDays: number;
}

/** How many sessions a morning evaluates. */
export const CUT_PERFORMANCE_SESSIONS = 60;
/** With fewer binding days the net is not enough evidence (docs/methods.md, section 8). */
const LEAST_BINDING_DAYS = 10;
const SAMPLING = { replicates: 2000, seed: 20_260_309 } as const;

/**
 * What the mailed cuts have saved or cost, from any engine, dollars. `sessions` are all sessions with a
 * mailed report, ascending; sessions without a cut count as 0 and are resampled too. Days whose path is
 * unknown are left out.
 *
 * Example: limit 5,000 cut to 2,500 on two days without slippage. One fell to −2,600 and ended at 400: the
 * cut cost 3,000. One fell to −3,000 and ended at −4,000: the cut saved 1,000. The net is −2,000 on 2 binding
 * days.
 *
 * Source: docs/methods.md, sections 8 and 9.
 */
export function cutPerformance(
  sessions: readonly string[],
  cuts: readonly MailedCut[],
  options: Slippage,
): CutPerformance {
  const effects = cuts.flatMap((cut) => effectOf(cut, options) ?? []);
  const bySession = sessions.map((sessionDate) =>
    effects.filter((each) => each.sessionDate === sessionDate).reduce((sum, { delta }) => sum + delta, 0),
  );
  return {
    net: bySession.reduce((sum, delta) => sum + delta, 0),
    netInterval: intervalOfSum(bySession, SAMPLING),
    sessions: sessions.length,
    bindingDays: effects.filter(({ delta }) => hasEffect(delta)).length,
    estimatedDays: effects.filter(({ delta, isEstimated }) => hasEffect(delta) && isEstimated).length,
  };
}

/**
 * The text of the alert that the cuts cost more than they saved; null when there is no alert. There is one
 * when at least 10 days were binding and even the upper bound of the net is below 0.
 */
export function cutPerformanceAlert({
  net,
  netInterval,
  sessions,
  bindingDays,
  estimatedDays,
}: CutPerformance): string | null {
  const [low, high] = netInterval;
  if (bindingDays < LEAST_BINDING_DAYS || !(high < 0)) return null;
  const estimated = estimatedDays === 0 ? '' : `, ${estimatedDays} of them estimated`;
  return `over the last ${sessions} sessions the cuts cost more than they saved: net ${roughDollars(net)} (90% interval ${roughDollars(low)} to ${roughDollars(high)}, ${bindingDays} trader-days changed${estimated})`;
}

/** Null where the path of the day is unknown. */
function effectOf({ sessionDate, decision, day, marks, drawn = null }: MailedCut, options: Slippage) {
  const judged = drawn ?? judgedDay(day, marks);
  if (judged === null) return null;
  const { baseLimit, newLimit } = decision;
  const outcome = (limit: number) => outcomeUnderLimit(judged, limit, options);
  return {
    sessionDate,
    delta: outcome(newLimit) - outcome(baseLimit),
    isEstimated: drawn !== null,
  };
}
