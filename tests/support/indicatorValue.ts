import type { Indicator } from '../../src/domain/indicators/indicator.ts';
import type { IndicatorInput } from './indicatorInput.ts';

/** Computes one indicator of a family by id. */
export function valueIn(
  family: readonly Indicator[],
  id: string,
  { series, morning }: IndicatorInput,
): number | null {
  const indicator = family.find((candidate) => candidate.id === id);
  if (indicator === undefined) throw new Error(`no indicator ${id} in this family`);
  return indicator.compute(series, morning);
}
