import { DecisionError } from '../../shared/errors.ts';
import { activity } from './activity.ts';
import { behaviourIndicators } from './behaviourIndicators.ts';
import { desk } from './desk.ts';
import { refuseLookAhead } from './deskMornings.ts';
import { drawdown } from './drawdown.ts';
import type { DeskMorning, Indicator, MorningIndicator, TraderIndicator } from './indicator.ts';
import { momentum } from './momentum.ts';
import { outcome } from './outcome.ts';
import type { SeriesEnd } from './seriesEnd.ts';
import type { TraderSeries } from './traderSeries.ts';
import { volatility } from './volatility.ts';

/**
 * Every indicator, in the order in which models and reports list them. A published id never changes its
 * meaning.
 */
export const indicators: readonly Indicator[] = [
  ...momentum,
  ...volatility,
  ...outcome,
  ...drawdown,
  ...activity,
  ...behaviourIndicators,
  ...desk,
];

/**
 * All indicators of one trader by id: a finite number, or null where it is unknown (nullReason of the row
 * states why). Throws DecisionError for any other value, which only damaged facts can cause, and when the
 * series contains a session after the morning's previous session.
 */
export function computeIndicators(series: TraderSeries, morning: DeskMorning): Record<string, number | null> {
  refuseLookAhead(series, morning.previousSession);
  return Object.fromEntries(
    indicators.map((indicator) => [indicator.id, checkedValue(indicator, series, morning)]),
  );
}

/** The value of one indicator, finite or null. Throws DecisionError for any other number. */
export function checkedValue(
  indicator: Indicator,
  series: TraderSeries,
  morning: DeskMorning,
): number | null {
  const value = indicator.dependsOnMorning ? indicator.compute(series, morning) : indicator.compute(series);
  return checked(indicator, series, value);
}

/** The value of an indicator of a trader alone, finite or null. Throws DecisionError for any other number. */
export function traderValue(indicator: TraderIndicator, series: TraderSeries): number | null {
  return checked(indicator, series, indicator.compute(series));
}

/** The value of an indicator of a morning, finite or null. Throws DecisionError for any other number. */
export function morningValue(
  indicator: MorningIndicator,
  series: SeriesEnd,
  morning: DeskMorning,
): number | null {
  return checked(indicator, series, indicator.compute(series, morning));
}

function checked(
  indicator: Indicator,
  series: Pick<SeriesEnd, 'trader' | 'lastSession'>,
  value: number | null,
): number | null {
  if (value === null || Number.isFinite(value)) return value;
  throw new DecisionError(
    'indicator_not_finite',
    `indicator ${indicator.id} of ${series.trader} through ${series.lastSession ?? 'no session'} · ${value} · expected a finite number or null`,
    { hint: "Recompute this trader's facts from the fills; one of them is not a number." },
  );
}
