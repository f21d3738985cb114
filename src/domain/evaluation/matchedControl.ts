import { mean } from '../statistics/descriptive.ts';
import { type Interval, intervalOfRatio } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';

/** The largest difference between the preceding r of a control and of the cut day. */
const MAXIMUM_GAP = 0.25;
/** With fewer matched cut days there is no interval. */
const MINIMUM_MATCHED = 10;

/**
 * A trader-day's result and the result of the trader's active session before, both divided by the trader's
 * scale.
 */
export interface ConsecutiveDay {
  readonly sessionDate: string;
  /** r of the trader's active session before, known in the morning. */
  readonly precedingR: number;
  /** r of the day itself, as traded. */
  readonly r: number;
  readonly isCut: boolean;
}

export interface MatchedControl {
  readonly cutDays: number;
  /** Cut days with at least one control; the means are over these days. */
  readonly matchedDays: number;
  /** Mean r of the matched cut days, and of their controls; null without any. */
  readonly meanCutR: number | null;
  readonly meanControlR: number | null;
  /** Cut minus control. Below 0: the cut days were worse than their preceding day explains. */
  readonly difference: number | null;
  /** 5 % and 95 % bounds of the difference; null with too few matched days. */
  readonly interval: Interval | null;
  readonly verdict: 'worse than the control' | 'better than the control' | 'could be chance' | 'too few';
}

/**
 * Compares cut days with uncut days of any trader that have a similar preceding result (docs/methods.md,
 * section 8). Traders are cut after bad days, and results revert, so cut days alone say nothing about the
 * choice of days.
 *
 * The control of a cut day is the mean r of all uncut days whose preceding r is within 0.25 of its own.
 * Example: a cut day with preceding r = −1 and uncut days with preceding r −1, −1.25, −0.75 and −1.26 has the
 * first three as controls; with r of 0.2, 0.4 and 0.3 their mean is 0.3.
 *
 * The interval resamples the sessions of the cut days and holds the controls fixed, so it is too narrow when
 * controls are few.
 */
export function matchedControl(days: readonly ConsecutiveDay[], sampling: BootstrapOptions): MatchedControl {
  const controlMean = controlMeans(days.filter(({ isCut }) => !isCut));
  const cutDays = days.filter(({ isCut }) => isCut);
  const pairs = cutDays.flatMap((day) => {
    const controlR = controlMean(day.precedingR);
    return controlR === null ? [] : [{ ...day, controlR }];
  });
  const meanCutR = mean(pairs.map(({ r }) => r));
  const meanControlR = mean(pairs.map(({ controlR }) => controlR));
  const interval = pairs.length < MINIMUM_MATCHED ? null : differenceInterval(pairs, sampling);
  return {
    cutDays: cutDays.length,
    matchedDays: pairs.length,
    meanCutR,
    meanControlR,
    difference: meanCutR === null || meanControlR === null ? null : meanCutR - meanControlR,
    interval,
    verdict: verdictOn(interval),
  };
}

type Pair = ConsecutiveDay & { readonly controlR: number };

/** Returns a function from a preceding r to the mean r of its controls; null without controls. */
function controlMeans(uncut: readonly ConsecutiveDay[]): (precedingR: number) => number | null {
  const sorted = [...uncut].sort((a, b) => a.precedingR - b.precedingR);
  const preceding = Float64Array.from(sorted, ({ precedingR }) => precedingR);
  const sums = new Float64Array(sorted.length + 1);
  for (const [index, { r }] of sorted.entries()) sums[index + 1] = (sums[index] ?? 0) + r;
  return (precedingR) => {
    const from = countLeading(preceding, (value) => value < precedingR - MAXIMUM_GAP);
    const to = countLeading(preceding, (value) => value <= precedingR + MAXIMUM_GAP);
    return from === to ? null : ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  };
}

/** The number of leading values that fit, by binary search. */
function countLeading(ascending: Float64Array, fits: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(ascending[middle] ?? Number.NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Resamples the sessions that have cut days, in order. */
function differenceInterval(pairs: readonly Pair[], sampling: BootstrapOptions): Interval {
  const bySession = new Map<string, { difference: number; days: number }>();
  for (const { sessionDate, r, controlR } of pairs) {
    const { difference, days } = bySession.get(sessionDate) ?? { difference: 0, days: 0 };
    bySession.set(sessionDate, { difference: difference + r - controlR, days: days + 1 });
  }
  const sessions = [...bySession].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sums]) => sums);
  return intervalOfRatio(
    sessions.map(({ difference }) => difference),
    sessions.map(({ days }) => days),
    sampling,
  );
}

function verdictOn(interval: Interval | null): MatchedControl['verdict'] {
  if (interval === null) return 'too few';
  if (interval[1] < 0) return 'worse than the control';
  return interval[0] > 0 ? 'better than the control' : 'could be chance';
}
