import { DecisionError } from '../../errors.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { NORMAL_CONSISTENCY, quantileSorted } from '../statistics.ts';

/** Active sessions that the scale looks back on, and the fewest it speaks from. */
export const SCALE_WINDOW = 60;
export const SCALE_MINIMUM = 20;
/** Keeps a trader who hardly moves from having every dollar look like an earthquake. */
export const SCALE_FLOOR_OF_BASE_LIMIT = 0.001;

/**
 * S through each session, dollars: 1.4826 · median |net P&L| over the trader's last 60 active sessions through it,
 * never below 0.1 % of the base limit (methods: scale). Null below 20 sessions, and where S would be 0.
 * `days` are active sessions of one trader, oldest first. Throws DecisionError for a net P&L or base limit that is
 * not a finite number, or a negative limit.
 */
export function scaleThrough(
  days: readonly Pick<TraderDaySummary, 'netPnl' | 'sessionDate'>[],
  baseLimit: number,
): (number | null)[] {
  if (!(Number.isFinite(baseLimit) && baseLimit >= 0)) {
    throw damaged(`base limit · ${baseLimit}`, 'dollars, 0 or more');
  }
  const floor = SCALE_FLOOR_OF_BASE_LIMIT * baseLimit;
  const sizes = days.map(absolutePnl);
  const sorted: number[] = [];
  return sizes.map((size, index) => {
    const leaving = sizes[index - SCALE_WINDOW];
    if (leaving !== undefined) sorted.splice(firstNotBelow(sorted, leaving), 1);
    sorted.splice(firstNotBelow(sorted, size), 0, size);
    return sorted.length < SCALE_MINIMUM ? null : scaleOf(sorted, floor);
  });
}

/**
 * r of each session: net P&L over the scale through the active session before it, so that no day is measured by a
 * ruler it has itself stretched. Unitless; about ±0.7 on an ordinary day. Null where that scale is null.
 */
export function scaledPnl(
  days: readonly Pick<TraderDaySummary, 'netPnl'>[],
  scale: readonly (number | null)[],
): (number | null)[] {
  return days.map((day, index) => {
    const before = scale[index - 1] ?? null;
    return before === null ? null : day.netPnl / before;
  });
}

function absolutePnl(day: Pick<TraderDaySummary, 'netPnl' | 'sessionDate'>): number {
  if (!Number.isFinite(day.netPnl)) throw damaged(`net P&L of ${day.sessionDate} · ${day.netPnl}`, 'dollars');
  return Math.abs(day.netPnl);
}

function scaleOf(sorted: readonly number[], floor: number): number | null {
  const scale = Math.max(NORMAL_CONSISTENCY * (quantileSorted(sorted, 0.5) ?? 0), floor);
  return scale > 0 ? scale : null;
}

/** Index of the first element of `sorted` that is not below `value`. */
function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function damaged(found: string, expected: string): DecisionError {
  return new DecisionError('scale', `scale · ${found} · expected ${expected}`, {
    hint: 'Recompute the trader-day facts, or correct the base limit in the roster.',
  });
}
