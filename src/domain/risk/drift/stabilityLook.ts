import { quantileSorted } from '../../statistics/descriptive.ts';
import { populationStability } from '../../statistics/populationStability.ts';
import { CURRENT_SESSIONS, REFERENCE_SESSIONS, type SessionValues } from './indicatorHistory.ts';
import { findMover, type Mover } from './mover.ts';
import { type BinCounts, RotatingCounts } from './rotatingCounts.ts';

/** How far the last 60 sessions of an indicator are from the 250 before, and how far is unusual. */
export interface StabilityLook {
  /** The population stability index; 0 is the same distribution. */
  readonly psi: number;
  /** Above it the indicator is to be watched. */
  readonly watchAbove: number;
  /** Above it at two looks running the indicator has changed. */
  readonly alarmAbove: number;
  /** Who moves the index most; null for a figure of the whole desk, and with fewer than 3 traders. */
  readonly mover: Mover | null;
}

const LEAST_WATCH = 0.1;
const LEAST_ALARM = 0.25;
const WATCH_QUANTILE = 0.99;
/** An alarm needs an index this many times the largest of the shifted ones. */
const ALARM_FACTOR = 1.25;

/**
 * One look at one indicator. Sessions hang together, so the index is compared with its own values on
 * circular shifts of the 310 sessions: each of the 191 other runs of 60 sessions that share none with the
 * last 60 is in turn the current one. A run that shares some would contain the change that it is to judge.
 *
 * @param sessions 310, oldest first
 * @param traders names in the order that the values refer to; empty for a figure of the whole desk
 */
export function lookAt(sessions: readonly SessionValues[], traders: readonly string[]): StabilityLook {
  const rotating = new RotatingCounts(sessions);
  const counts = rotating.counts();
  const shifted: number[] = [];
  for (let shift = 1; shift <= REFERENCE_SESSIONS; shift++) {
    rotating.rotate();
    if (shift >= CURRENT_SESSIONS) shifted.push(indexOf(rotating.counts()));
  }
  shifted.sort((a, b) => a - b);
  return {
    psi: indexOf(counts),
    watchAbove: Math.max(LEAST_WATCH, quantileSorted(shifted, WATCH_QUANTILE) ?? 0),
    alarmAbove: Math.max(LEAST_ALARM, ALARM_FACTOR * (shifted.at(-1) ?? 0)),
    mover: traders.length === 0 ? null : findMover(sessions, counts, traders),
  };
}

function indexOf({ reference, current }: BinCounts): number {
  return populationStability(reference, current);
}
