import type { Tier } from './tier.ts';

/**
 * A trader above the first multiple of the usual probability of a large loss is high, above the second
 * neutral (docs/methods.md, section 7).
 */
export interface TierThresholds {
  readonly high: number;
  readonly neutral: number;
}

export const DEFAULT_TIERS: TierThresholds = { high: 2, neutral: 1.3 };

/**
 * Returns the tier of a forecast. It is high too where the volatility lies beyond the 99th percentile of the
 * trader's own past.
 */
export function tierOf(
  riskRatio: number,
  hasExtremeVolatility: boolean,
  { high, neutral }: TierThresholds,
): Exclude<Tier, 'unknown'> {
  if (riskRatio > high || hasExtremeVolatility) return 'high';
  return riskRatio > neutral ? 'neutral' : 'low';
}
