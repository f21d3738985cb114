import type { Indicator } from '../../src/domain/indicators/indicator.ts';
import type { IndicatorInput } from './indicatorInput.ts';

/** One indicator of a family, by id, computed. */
export function valueIn(
  family: readonly Indicator[],
  id: string,
  { series, morning }: IndicatorInput,
): number | null {
  const indicator = family.find((candidate) => candidate.id === id);
  if (indicator === undefined) throw new Error(`no indicator ${id} in this family`);
  return indicator.compute(series, morning);
}
