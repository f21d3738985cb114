import type { LowWaterMark, TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import { pnlDollars } from '../text/money.ts';
import { judgedDay, outcomeUnderLimit, type StopOptions, stopAt } from './counterfactual.ts';

/** A cut that was mailed for a session, and what became of the trader's day. */
export interface MailedCut {
  readonly sessionDate: string;
  readonly decision: { readonly baseLimit: number; readonly newLimit: number };
  readonly day: TraderDaySummary;
  readonly marks: readonly LowWaterMark[];
}

export interface CutPerformance {
  /** Σ (outcome under the cut limit − outcome under the base limit), dollars; above 0 the cuts saved money. */
  readonly net: number;
  /** 5 % and 95 % bootstrap bounds of the net. */
  readonly netInterval: Interval;
  readonly sessions: number;
  /** Trader-days on which the cut limit would have stopped the trader. */
  readonly bindingDays: number;
}

/** Sessions that the morning looks back over. */
export const CUT_PERFORMANCE_SESSIONS = 60;
/** With fewer binding days the net is an anecdote (methods: what a cut would have done). */
const LEAST_BINDING_DAYS = 10;
const SAMPLING = { replicates: 2000, seed: 20_260_309 } as const;

/**
 * What the cuts in force have saved or cost, whoever made them (methods: what a cut would have done; the gate).
 * @param sessions every session that cuts were mailed for, ascending: those without a cut are resampled like the others.
 */
export function cutPerformance(
  sessions: readonly string[],
  cuts: readonly MailedCut[],
  options: StopOptions,
): CutPerformance {
  const effects = cuts.flatMap((cut) => effectOf(cut, options) ?? []);
  const bySession = sessions.map((sessionDate) =>
    effects.filter((each) => each.sessionDate === sessionDate).reduce((sum, { delta }) => sum + delta, 0),
  );
  return {
    net: bySession.reduce((sum, delta) => sum + delta, 0),
    netInterval: intervalOfSum(bySession, SAMPLING),
    sessions: sessions.length,
    bindingDays: effects.filter(({ isBinding }) => isBinding).length,
  };
}

/** Why the cuts are to be doubted, in words; null while they are not: even the upper bound of their net is a cost. */
export function cutPerformanceAlert({
  net,
  netInterval,
  sessions,
  bindingDays,
}: CutPerformance): string | null {
  const [low, high] = netInterval;
  if (bindingDays < LEAST_BINDING_DAYS || !(high < 0)) return null;
  return `over the last ${sessions} sessions the cuts cost more than they saved: net ${pnlDollars(net)} (90% interval ${pnlDollars(low)} to ${pnlDollars(high)}, ${bindingDays} trader-days stopped)`;
}

/** Null where the day's path cannot be judged. */
function effectOf({ sessionDate, decision, day, marks }: MailedCut, options: StopOptions) {
  const judged = judgedDay(day, marks);
  if (judged === null) return null;
  const { baseLimit, newLimit } = decision;
  const outcome = (limit: number) => outcomeUnderLimit(judged, limit, options);
  return {
    sessionDate,
    delta: outcome(newLimit) - outcome(baseLimit),
    isBinding: stopAt(judged.marks, newLimit) !== null,
  };
}
