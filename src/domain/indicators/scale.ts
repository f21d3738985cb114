import { DecisionError } from '../../shared/errors.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { NORMAL_CONSISTENCY } from '../statistics/descriptive.ts';
import type { FloatArena } from './floatArena.ts';
import { SortedWindow } from './sortedWindow.ts';

/** Window of the scale, and the fewest sessions that give one; active sessions. */
export const SCALE_WINDOW = 60;
const SCALE_MINIMUM = 20;
/** A forecast uses the scale of a younger trader. */
const YOUNG_MINIMUM = 10;
/**
 * Lower bound of the scale as a share of the base limit: without it, a trader with tiny P&L would have huge
 * r.
 */
const SCALE_FLOOR_OF_BASE_LIMIT = 0.001;

/**
 * The scale S of a trader, dollars, updated with each active session: 1.4826 · median |net P&L| over the last
 * 60 active sessions, at least 0.1 % of the base limit.
 *
 * Example: 20 sessions of ±100: S = 148.26.
 *
 * Source: docs/methods.md, section 3; Hampel (1974).
 */
export class Scale {
  readonly #floor: number;
  readonly #sizes: SortedWindow;
  /** S from 10 sessions on, dollars, for forecasts; null below, and where it would be 0. */
  ofForecasts: number | null = null;

  /** Throws DecisionError for a base limit (dollars) that is negative or not finite. */
  constructor(baseLimit: number, arena?: FloatArena) {
    if (!(Number.isFinite(baseLimit) && baseLimit >= 0)) {
      throw damaged(`base limit · ${baseLimit}`, 'dollars, 0 or more');
    }
    this.#floor = SCALE_FLOOR_OF_BASE_LIMIT * baseLimit;
    this.#sizes = new SortedWindow(SCALE_WINDOW, arena);
  }

  /**
   * Adds a session and returns S through it, dollars. Null below 20 sessions, and where S would be 0. Throws
   * DecisionError for a net P&L that is not finite.
   */
  push(netPnl: number, sessionDate: string): number | null {
    if (!Number.isFinite(netPnl)) throw damaged(`net P&L of ${sessionDate} · ${netPnl}`, 'dollars');
    this.#sizes.push(Math.abs(netPnl));
    const known = this.#sizes.length;
    if (known < YOUNG_MINIMUM) return null;
    const scale = Math.max(NORMAL_CONSISTENCY * (this.#sizes.quantile(0.5) ?? 0), this.#floor);
    this.ofForecasts = scale > 0 ? scale : null;
    return known < SCALE_MINIMUM ? null : this.ofForecasts;
  }
}

/** S through each active session of a trader, oldest first, dollars or null. Throws as `Scale` does. */
export function scaleThrough(
  days: readonly Pick<TraderDaySummary, 'netPnl' | 'sessionDate'>[],
  baseLimit: number,
): (number | null)[] {
  const scale = new Scale(baseLimit);
  return days.map(({ netPnl, sessionDate }) => scale.push(netPnl, sessionDate));
}

/**
 * r of a session: net P&L / scale through the active session before it, in ordinary days. The scale excludes
 * the day itself, so an outlier cannot shrink its own r. Null where that scale is null.
 *
 * Example: −296.52 after a scale of 148.26: −2.
 *
 * Source: docs/methods.md, section 3.
 */
export function scaledBy(netPnl: number, scaleBefore: number | null): number | null {
  return scaleBefore === null ? null : netPnl / scaleBefore;
}

/** r of each session, oldest first; `scale` has S through each session. The first r is null. */
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
