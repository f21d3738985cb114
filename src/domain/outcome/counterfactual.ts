import { DOLLAR_RESOLUTION } from '../ledger/tolerance.ts';
import type { LowWaterMark, TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { limitAfter } from './reduction.ts';

/** What must be known of a trader-day to say what any limit would have made of it. Dollars. */
export interface JudgedDay {
  /** The day's net P&L as it was, no limit applied. */
  readonly netPnl: number;
  /** Low-water marks on the basis that the limit is compared with, in time order, each lower than the one before. */
  readonly marks: readonly LowWaterMark[];
  /** Net P&L of fills whose time is unknown: it is on no path, so no limit can have prevented it. */
  readonly untimedPnl: number;
}

export interface StopOptions {
  /** Cost of trading out of the open notional when stopped, basis points of it. */
  readonly slippageBasisPoints: number;
}

export const DEFAULT_STOP: StopOptions = { slippageBasisPoints: 5 };

/** The cuts that outcomes and regret are computed over, percent of the base limit. */
export const CUT_GRID_PCT: readonly number[] = Array.from({ length: 17 }, (_, step) => step * 5);

/**
 * The day as it can be judged; null when fills of unknown time left a P&L that cannot be told from the path's. It can
 * where nothing was open at the close: then the day's net less the path's last value is what has no time.
 */
export function judgedDay(summary: TraderDaySummary, marks: readonly LowWaterMark[]): JudgedDay | null {
  const { netPnl, unknownTimeFills, bestRunningPnl, giveBack, overnightNotional } = summary;
  if (unknownTimeFills === 0) return { netPnl, marks, untimedPnl: 0 };
  if (bestRunningPnl === null || giveBack === null) return { netPnl, marks, untimedPnl: netPnl };
  if (overnightNotional !== 0) return null;
  return { netPnl, marks, untimedPnl: netPnl - (bestRunningPnl - giveBack) };
}

/**
 * The mark at which a loss limit (dollars, 0 or more) would have stopped the trader: the first whose running P&L is at
 * or below −limit, to a millionth of a dollar, which is what the store keeps. Null when it would not have.
 */
export function stopAt(marks: readonly LowWaterMark[], limit: number): LowWaterMark | null {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hasReached(marks[middle], limit)) high = middle;
    else low = middle + 1;
  }
  return marks[low] ?? null;
}

/**
 * The day's P&L under a loss limit, dollars (methods: what a cut would have done). Not stopped: the day's net, exactly.
 * Stopped: total P&L at the mark, less slippage on the open notional, plus what has no time. A mark's total P&L is net
 * of the fees so far, with this session's open lots at the trader's last prices; lots carried in from earlier sessions
 * are not part of it unless closed by then, and stay with the trader either way.
 * The day's net books lots held overnight on the day they close; a stop books them at once. So where a trader who was
 * not stopped carried today's lots on, what they won or lost by then shows in the net of a later day only.
 *
 * Never max(net, −limit): many a stopped day comes back above the stop, and that would count none of them as a cost.
 */
export function outcomeUnderLimit(day: JudgedDay, limit: number, options: StopOptions): number {
  return outcomeAt(day, stopAt(day.marks, limit), options);
}

/** The day's P&L under the base limit cut by any percentage, not only those of the grid; the limit is to the cent. */
export function outcomeUnderCut(
  day: JudgedDay,
  baseLimit: number,
  reductionPct: number,
  options: StopOptions,
): number {
  return outcomeUnderLimit(day, limitAfter(baseLimit, reductionPct), options);
}

/**
 * As `outcomeUnderCut` for every cut of the grid, into `out`, in one walk over the marks: a deeper cut never stops later,
 * so the search for the next shallower one goes on where the last ended. Allocates nothing.
 */
export function outcomesOverCuts(
  day: JudgedDay,
  baseLimit: number,
  options: StopOptions,
  out: Float64Array,
): void {
  // On most days not even the tightest limit is reached, and all cuts come to the same.
  if (!hasReached(day.marks.at(-1), limitAfter(baseLimit, CUT_GRID_PCT.at(-1) ?? 0))) {
    out.fill(day.netPnl);
    return;
  }
  let place = 0;
  for (let cut = CUT_GRID_PCT.length - 1; cut >= 0; cut--) {
    const limit = limitAfter(baseLimit, CUT_GRID_PCT[cut] ?? 0);
    while (place < day.marks.length && !hasReached(day.marks[place], limit)) place++;
    out[cut] = outcomeAt(day, day.marks[place] ?? null, options);
  }
}

function hasReached(mark: LowWaterMark | undefined, limit: number): boolean {
  return mark !== undefined && mark.runningPnl <= DOLLAR_RESOLUTION - limit;
}

function outcomeAt(day: JudgedDay, stop: LowWaterMark | null, options: StopOptions): number {
  if (stop === null) return day.netPnl;
  return stop.totalPnl - (options.slippageBasisPoints / 10_000) * stop.openNotional + day.untimedPnl;
}
