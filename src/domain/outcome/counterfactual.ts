import { DOLLAR_RESOLUTION } from '../ledger/tolerance.ts';
import type { LowWaterMark, TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { limitAfter } from './reduction.ts';

/** The facts of a trader-day that decide its P&L under any limit. Dollars. */
export interface JudgedDay {
  /** Net P&L of the day without a limit. */
  readonly netPnl: number;
  /** Low-water marks, on the basis that the limit uses, in time order, each lower than the one before. */
  readonly marks: readonly LowWaterMark[];
  /** Net P&L of fills of unknown time. It is not on the path, so no limit can prevent it. */
  readonly untimedPnl: number;
}

export interface Slippage {
  /** Cost of closing the open notional at a stop, in basis points of that notional. */
  readonly slippageBasisPoints: number;
}

export interface StopOptions extends Slippage {
  /** Limits below the base limit are rounded down to a multiple of so many dollars. */
  readonly limitRoundTo: number;
}

export const DEFAULT_STOP: StopOptions = { slippageBasisPoints: 5, limitRoundTo: 50 };

/** The cuts over which outcomes and regret are computed: 0, 5, … 80 % of the base limit. */
export const CUT_GRID_PCT: readonly number[] = Array.from({ length: 17 }, (_, step) => step * 5);

/**
 * The place of a cut in the grid. A cut between two steps (under a cap that is no multiple of 5) is judged as
 * the shallower one.
 */
export function gridPlace(cutPct: number): number {
  return Math.floor(cutPct / 5);
}

/**
 * The day with its P&L split into path and untimed part, dollars. If nothing was open at the close, the
 * untimed part is the net P&L of the day less the last value of the path.
 *
 * Example: net −1,700, best running P&L 40, give-back 1,340: the path ends at −1,300 and −400 is untimed.
 *
 * Returns null when fills have no time and lots stayed open: the two parts then cannot be separated.
 */
export function judgedDay(summary: TraderDaySummary, marks: readonly LowWaterMark[]): JudgedDay | null {
  const { netPnl, unknownTimeFills, bestRunningPnl, giveBack, overnightNotional } = summary;
  if (unknownTimeFills === 0) return { netPnl, marks, untimedPnl: 0 };
  if (bestRunningPnl === null || giveBack === null) return { netPnl, marks, untimedPnl: netPnl };
  if (overnightNotional !== 0) return null;
  return { netPnl, marks, untimedPnl: netPnl - (bestRunningPnl - giveBack) };
}

/**
 * The mark at which a loss limit (dollars, 0 or more) stops the trader: the first with a running P&L at or
 * below −limit, within a millionth of a dollar, the precision of the store. Null when no mark reaches the
 * limit.
 *
 * Example: marks at −150, −420 and −800: a limit of 400 stops at −420, a limit of 801 does not stop.
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
 * P&L of the day under a loss limit, dollars. Not stopped: exactly the net P&L of the day. Stopped: total P&L
 * at the mark − slippage on the open notional + untimed P&L.
 *
 * The total P&L at a mark is after fees and values the open lots of this session at the trader's last prices.
 * Lots from earlier sessions count only if they were closed by then; a stop does not close them. A stop
 * realises the open lots of this session at once, while the net P&L of the day realises lots held overnight
 * on the day they close.
 *
 * Do not use max(net, −limit) instead: many stopped days recover above the stop, and it would never count
 * that cost.
 *
 * Example: running P&L −420 and total P&L −480 at the first mark beyond a limit of 400, $40,000 open, 5 basis
 * points: −480 − 20 = −500.
 *
 * Source: docs/methods.md, section 8.
 */
export function outcomeUnderLimit(day: JudgedDay, limit: number, options: Slippage): number {
  return outcomeAt(day, stopAt(day.marks, limit), options);
}

/**
 * Writes the outcome under the limit of every cut of the grid into `out`, 17 places, dollars, or of every cut
 * of `depths`, percent, ascending, of which the first is 0. `baseLimit` is dollars above 0. Allocates
 * nothing. One pass over the marks is enough: a deeper cut never stops later, so the search for the next
 * shallower cut starts where the last one ended.
 *
 * Throws DecisionError unless the base limit is finite and above 0.
 */
export function outcomesOverCuts(
  day: JudgedDay,
  baseLimit: number,
  options: StopOptions,
  out: Float64Array,
  depths: readonly number[] = CUT_GRID_PCT,
): void {
  // On most days the path does not reach even the tightest limit, so every cut has the same outcome.
  if (!hasReached(day.marks.at(-1), limitAfter(baseLimit, depths.at(-1) ?? 0, options.limitRoundTo))) {
    out.fill(day.netPnl);
    return;
  }
  let place = 0;
  for (let cut = depths.length - 1; cut >= 0; cut--) {
    const limit = limitAfter(baseLimit, depths[cut] ?? 0, options.limitRoundTo);
    while (place < day.marks.length && !hasReached(day.marks[place], limit)) place++;
    out[cut] = outcomeAt(day, day.marks[place] ?? null, options);
  }
}

const HALF_A_CENT = 0.005;

/**
 * Whether a difference of two outcomes, dollars, is an effect. Less than half a cent is none: a stop at the
 * last trade of the day leaves the P&L of the day, but for the rounding of sums.
 */
export function hasEffect(difference: number): boolean {
  return Math.abs(difference) >= HALF_A_CENT;
}

/** Whether a mark lies at or below −limit. */
export function hasReached(mark: LowWaterMark | undefined, limit: number): boolean {
  return mark !== undefined && mark.runningPnl <= DOLLAR_RESOLUTION - limit;
}

function outcomeAt(day: JudgedDay, stop: LowWaterMark | null, options: Slippage): number {
  if (stop === null) return day.netPnl;
  return stop.totalPnl - (options.slippageBasisPoints / 10_000) * stop.openNotional + day.untimedPnl;
}
