import { mean } from '../statistics/descriptive.ts';
import { type Interval, intervalOfRatio } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';

/** How far a control's preceding result may lie from the cut day's, ordinary days (r). */
const WIDEST_GAP = 0.25;
/** Fewer matched cut days than this say nothing. */
const MINIMUM_MATCHED = 10;

/** A trader-day by its own result and the one before it, both over the trader's scale. */
export interface ConsecutiveDay {
  readonly sessionDate: string;
  /** r of the trader's active session before, known on the morning. */
  readonly precedingR: number;
  /** r of the day itself, as traded. */
  readonly r: number;
  readonly isCut: boolean;
}

export interface MatchedControl {
  readonly cutDays: number;
  /** Cut days for which uncut ones with the same preceding result exist; the means are over these. */
  readonly matchedDays: number;
  /** Mean r of the matched cut days, and of their controls; null without any. */
  readonly meanCutR: number | null;
  readonly meanControlR: number | null;
  /** Cut less control: below 0, the cuts went to days that were worse than the day before them alone explains. */
  readonly difference: number | null;
  /** 5 % and 95 % bounds of the difference; null with too few matched days. */
  readonly interval: Interval | null;
  readonly verdict: 'worse than the control' | 'better than the control' | 'could be chance' | 'too few';
}

/**
 * What became of cut days beside uncut ones of any trader with the same preceding result (methods: matched control).
 * Traders are cut after bad days and revert by themselves, so that cut days alone flatter or damn a cut for what the day
 * before did. The control of a cut day is the mean over all uncut days whose preceding r is within 0.25 of its own.
 *
 * The interval resamples the sessions of the cut days and holds the controls, which are many more, fixed: it is a little
 * too narrow where controls are few.
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

/** From a preceding r to the mean r of the uncut days beside it; null where there are none. */
function controlMeans(uncut: readonly ConsecutiveDay[]): (precedingR: number) => number | null {
  const sorted = [...uncut].sort((a, b) => a.precedingR - b.precedingR);
  const preceding = Float64Array.from(sorted, ({ precedingR }) => precedingR);
  const sums = new Float64Array(sorted.length + 1);
  for (const [index, { r }] of sorted.entries()) sums[index + 1] = (sums[index] ?? 0) + r;
  return (precedingR) => {
    const from = countBelow(preceding, (value) => value < precedingR - WIDEST_GAP);
    const to = countBelow(preceding, (value) => value <= precedingR + WIDEST_GAP);
    return from === to ? null : ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  };
}

/** How many ascending values fit, where those that fit come first. */
function countBelow(ascending: Float64Array, fits: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(ascending[middle] ?? Number.NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Over the sessions that have cut days, in order: on the others there is nothing to resample. */
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
