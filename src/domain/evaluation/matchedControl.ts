import { mean } from '../statistics/descriptive.ts';
import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
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
 * The interval resamples sessions. The controls are resampled with them, since an uncut day may be the
 * control of many cut days: m times the difference is the linear form
 *
 *     Σ_cut (r_i − c) − Σ_uncut w_j·(r_j − c)
 *
 * over all sessions, where w_j is the total weight with which day j serves as a control, m the number of
 * matched cut days, and c the mean of the controls. The weights of all uncut days sum to m, so c changes no
 * difference; without it, a desk that loses on every day would have a wider interval.
 *
 * @param sessions all sessions of the period in time order, those without a matched day too
 */
export function matchedControl(
  days: readonly ConsecutiveDay[],
  sessions: readonly string[],
  sampling: BootstrapOptions,
): MatchedControl {
  const controls = new Controls(days.filter(({ isCut }) => !isCut));
  const cutDays = days.filter(({ isCut }) => isCut);
  const pairs = cutDays.flatMap((day) => {
    const controlR = controls.meanFor(day.precedingR);
    return controlR === null ? [] : [{ ...day, controlR }];
  });
  const meanCutR = mean(pairs.map(({ r }) => r));
  const meanControlR = mean(pairs.map(({ controlR }) => controlR));
  const interval =
    pairs.length < MINIMUM_MATCHED
      ? null
      : differenceInterval(linearForm(pairs, controls, meanControlR ?? 0), pairs.length, sessions, sampling);
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

type Term = Pick<ConsecutiveDay, 'sessionDate' | 'r'>;

/** The uncut days, and how often each has served as a control. */
class Controls {
  readonly #sorted: readonly ConsecutiveDay[];
  readonly #preceding: Float64Array;
  readonly #sums: Float64Array;
  /** Change of the weight from each place on. */
  readonly #weightSteps: Float64Array;

  constructor(uncut: readonly ConsecutiveDay[]) {
    this.#sorted = [...uncut].sort((a, b) => a.precedingR - b.precedingR);
    this.#preceding = Float64Array.from(this.#sorted, ({ precedingR }) => precedingR);
    this.#sums = new Float64Array(uncut.length + 1);
    this.#weightSteps = new Float64Array(uncut.length + 1);
    for (const [place, { r }] of this.#sorted.entries()) this.#sums[place + 1] = this.#sums[place]! + r;
  }

  /** The mean r of the controls of a cut day, whose weights it counts; null without controls. */
  meanFor(precedingR: number): number | null {
    const from = countLeading(this.#preceding, (value) => value < precedingR - MAXIMUM_GAP);
    const to = countLeading(this.#preceding, (value) => value <= precedingR + MAXIMUM_GAP);
    if (from === to) return null;
    this.#weightSteps[from] = this.#weightSteps[from]! + 1 / (to - from);
    this.#weightSteps[to] = this.#weightSteps[to]! - 1 / (to - from);
    return (this.#sums[to]! - this.#sums[from]!) / (to - from);
  }

  /** Each uncut day with the total weight with which it served as a control. */
  weighted(): readonly (ConsecutiveDay & { readonly weight: number })[] {
    let weight = 0;
    return this.#sorted.map((day, place) => {
      weight += this.#weightSteps[place]!;
      return { ...day, weight };
    });
  }
}

/** The terms of the linear form, whose sum is the difference times the number of pairs. */
function linearForm(pairs: readonly Term[], controls: Controls, centre: number): readonly Term[] {
  return [
    ...pairs.map(({ sessionDate, r }) => ({ sessionDate, r: r - centre })),
    ...controls.weighted().map(({ sessionDate, r, weight }) => ({ sessionDate, r: -weight * (r - centre) })),
  ];
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

function differenceInterval(
  terms: readonly Term[],
  matchedDays: number,
  sessions: readonly string[],
  sampling: BootstrapOptions,
): Interval {
  const bySession = new Map(sessions.map((session) => [session, 0]));
  for (const { sessionDate, r } of terms) bySession.set(sessionDate, (bySession.get(sessionDate) ?? 0) + r);
  const [low, high] = intervalOfSum([...bySession.values()], sampling);
  return [low / matchedDays, high / matchedDays];
}

function verdictOn(interval: Interval | null): MatchedControl['verdict'] {
  if (interval === null) return 'too few';
  if (interval[1] < 0) return 'worse than the control';
  return interval[0] > 0 ? 'better than the control' : 'could be chance';
}
