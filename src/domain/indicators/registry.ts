import { DecisionError } from '../../errors.ts';
import { activity } from './activity.ts';
import { behaviour } from './behaviour.ts';
import { desk } from './desk.ts';
import { drawdown } from './drawdown.ts';
import type { Indicator, IndicatorInput } from './indicator.ts';
import { momentum } from './momentum.ts';
import { outcome } from './outcome.ts';
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
 * says why). Throws DecisionError when one is neither, which only damaged facts can bring about.
 */
export function computeIndicators(input: IndicatorInput): Record<string, number | null> {
  return Object.fromEntries(indicators.map((indicator) => [indicator.id, checkedValue(indicator, input)]));
}

function checkedValue(indicator: Indicator, input: IndicatorInput): number | null {
  const value = indicator.compute(input);
  if (value === null || Number.isFinite(value)) return value;
  const last = input.days.at(-1);
  throw new DecisionError(
    'indicator_not_finite',
    `indicator ${indicator.id} of ${last?.trader ?? 'an unknown trader'} through ${last?.sessionDate ?? 'no session'} · ${value} · expected a finite number or null`,
    { hint: "Recompute this trader's facts from the fills; one of them is not a number." },
  );
}
