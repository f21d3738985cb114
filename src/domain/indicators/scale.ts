import { DecisionError } from '../../shared/errors.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { NORMAL_CONSISTENCY } from '../statistics/descriptive.ts';
import type { FloatArena } from './floatArena.ts';
import { SortedWindow } from './sortedWindow.ts';

/** Active sessions that the scale looks back on, and the fewest it speaks from. */
export const SCALE_WINDOW = 60;
export const SCALE_MINIMUM = 20;
/** Keeps a trader who hardly moves from having every dollar look like an earthquake. */
export const SCALE_FLOOR_OF_BASE_LIMIT = 0.001;

/**
 * S of one trader as its active sessions come, dollars: 1.4826 · median |net P&L| over the last 60 through the latest,
 * never below 0.1 % of the base limit (methods: scale).
 */
export class Scale {
  readonly #floor: number;
  readonly #sizes: SortedWindow;

  /** Throws DecisionError for a base limit (dollars) that is not a finite number or negative. */
  constructor(baseLimit: number, room?: FloatArena) {
    if (!(Number.isFinite(baseLimit) && baseLimit >= 0)) {
      throw damaged(`base limit · ${baseLimit}`, 'dollars, 0 or more');
    }
    this.#floor = SCALE_FLOOR_OF_BASE_LIMIT * baseLimit;
    this.#sizes = new SortedWindow(SCALE_WINDOW, room);
  }

  /**
   * S through this session. Null below 20 sessions, and where it would be 0. Throws DecisionError for a net P&L that is
   * not a finite number.
   */
  push(netPnl: number, sessionDate: string): number | null {
    if (!Number.isFinite(netPnl)) throw damaged(`net P&L of ${sessionDate} · ${netPnl}`, 'dollars');
    this.#sizes.push(Math.abs(netPnl));
    if (this.#sizes.length < SCALE_MINIMUM) return null;
    const scale = Math.max(NORMAL_CONSISTENCY * (this.#sizes.quantile(0.5) ?? 0), this.#floor);
    return scale > 0 ? scale : null;
  }
}

/** S through each of a trader's active sessions, oldest first. Throws as `Scale` does. */
export function scaleThrough(
  days: readonly Pick<TraderDaySummary, 'netPnl' | 'sessionDate'>[],
  baseLimit: number,
): (number | null)[] {
  const scale = new Scale(baseLimit);
  return days.map(({ netPnl, sessionDate }) => scale.push(netPnl, sessionDate));
}

/**
 * r of one session: net P&L over the scale through the active session before it, so that no day is measured by a ruler it
 * has itself stretched. Unitless; about ±0.7 on an ordinary day. Null where that scale is null.
 */
export function scaledBy(netPnl: number, scaleBefore: number | null): number | null {
  return scaleBefore === null ? null : netPnl / scaleBefore;
}

/** r of each session, `scale` being S through each. */
export function scaledPnl(
  days: readonly Pick<TraderDaySummary, 'netPnl'>[],
  scale: readonly (number | null)[],
): (number | null)[] {
  return days.map((day, index) => scaledBy(day.netPnl, scale[index - 1] ?? null));
}

function damaged(found: string, expected: string): DecisionError {
  return new DecisionError('scale', `scale · ${found} · expected ${expected}`, {
    hint: 'Recompute the trader-day facts, or correct the base limit in the roster.',
  });
}
