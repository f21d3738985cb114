import { DecisionError } from '../../shared/errors.ts';
import { activity } from './activity.ts';
import { behaviour } from './behaviourIndicators.ts';
import { desk } from './desk.ts';
import { refuseLookAhead } from './deskMornings.ts';
import { drawdown } from './drawdown.ts';
import type { DeskMorning, Indicator } from './indicator.ts';
import { momentum } from './momentum.ts';
import { outcome } from './outcome.ts';
import type { TraderSeries } from './traderSeries.ts';
import { volatility } from './volatility.ts';

/** Every indicator, in the order in which models and reports list them. An id, once published, keeps its meaning. */
export const indicators: readonly Indicator[] = [
  ...momentum,
  ...volatility,
  ...outcome,
  ...drawdown,
  ...activity,
  ...behaviour,
  ...desk,
];

/**
 * All indicators of one trader by id: a finite number, or null where it cannot be known (the registry's nullReason
 * says why). Throws DecisionError when one is neither, which only damaged facts can bring about, and when the series has
 * gone beyond the morning's previous session.
 */
export function computeIndicators(series: TraderSeries, morning: DeskMorning): Record<string, number | null> {
  refuseLookAhead(series, morning.previousSession);
  return Object.fromEntries(
    indicators.map((indicator) => [indicator.id, checkedValue(indicator, series, morning)]),
  );
}

/**
 * The same into `out`, in the order of the registry, NaN for null; of some indicators only where `chosen` names them. Throws
 * alike, and for an `out` of another length.
 */
export function indicatorVector(
  series: TraderSeries,
  morning: DeskMorning,
  out: Float64Array,
  chosen: readonly Indicator[] = indicators,
): void {
  refuseLookAhead(series, morning.previousSession);
  if (out.length !== chosen.length) throw wrongLength(out.length, chosen.length);
  for (let place = 0; place < out.length; place++) {
    out[place] = checkedValue(chosen[place]!, series, morning) ?? Number.NaN;
  }
}

/** One indicator as it may be used: finite, or null. Throws DecisionError for any other number. */
export function checkedValue(
  indicator: Indicator,
  series: TraderSeries,
  morning: DeskMorning,
): number | null {
  const value = indicator.compute(series, morning);
  if (value === null || Number.isFinite(value)) return value;
  throw new DecisionError(
    'indicator_not_finite',
    `indicator ${indicator.id} of ${series.trader} through ${series.lastSession ?? 'no session'} · ${value} · expected a finite number or null`,
    { hint: "Recompute this trader's facts from the fills; one of them is not a number." },
  );
}

function wrongLength(length: number, expected: number): DecisionError {
  return new DecisionError(
    'indicator_vector',
    `indicator vector · ${length} places · expected ${expected}, one per indicator`,
    { hint: 'This is a fault of the program: report it with the log.' },
  );
}
