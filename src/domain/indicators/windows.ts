import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { mean, smoothedShare } from '../statistics.ts';
import type { IndicatorInput } from './indicator.ts';

/** The known r of the last `sessions` active sessions, oldest first; null when fewer than `minimum` are known. */
export function recentR(input: IndicatorInput, sessions: number, minimum: number): number[] | null {
  return atLeast(minimum, known(input.scaledPnl.slice(-sessions)));
}

/** The last `sessions` active sessions, oldest first; null when there are fewer than `minimum`. */
export function recentDays(
  input: IndicatorInput,
  sessions: number,
  minimum: number,
): readonly TraderDaySummary[] | null {
  return atLeast(minimum, input.days.slice(-sessions));
}

/** What the last `sessions` active sessions say, those that cannot be known left out; null below `minimum`. */
export function recentValues(
  input: IndicatorInput,
  sessions: number,
  minimum: number,
  factOf: (day: TraderDaySummary) => number | null,
): number[] | null {
  return atLeast(minimum, known(input.days.slice(-sessions).map(factOf)));
}

/** Their mean; null below `minimum`. */
export function recentMean(
  input: IndicatorInput,
  sessions: number,
  minimum: number,
  factOf: (day: TraderDaySummary) => number | null,
): number | null {
  return mean(recentValues(input, sessions, minimum, factOf) ?? []);
}

/** Plain sum of one fact over sessions, in the fact's unit. */
export function total(days: readonly TraderDaySummary[], factOf: (day: TraderDaySummary) => number): number {
  return days.reduce((sum, day) => sum + factOf(day), 0);
}

/** a / b; null where b is 0. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** How many sessions at the end of `days` satisfy the condition without a gap. */
export function streak(
  days: readonly TraderDaySummary[],
  condition: (day: TraderDaySummary) => boolean,
): number {
  const broken = days.findLastIndex((day) => !condition(day));
  return days.length - 1 - broken;
}

/** Share of sessions that satisfy the condition, by Laplace's rule, never 0 or 1. */
export function smoothedShareOf(
  days: readonly TraderDaySummary[],
  condition: (day: TraderDaySummary) => boolean,
): number {
  return smoothedShare(days.filter(condition).length, days.length);
}

export function isWin(day: TraderDaySummary): boolean {
  return day.netPnl > 0;
}

export function isLoss(day: TraderDaySummary): boolean {
  return day.netPnl < 0;
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function atLeast<Values extends readonly unknown[]>(minimum: number, values: Values): Values | null {
  return values.length < minimum ? null : values;
}
