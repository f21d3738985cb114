import type { Tier } from './tier.ts';

/** Multiples of the usual chance of a large loss beyond which a trader is high, and neutral (methods: from forecast to cut). */
export interface TierThresholds {
  readonly high: number;
  readonly neutral: number;
}

export const DEFAULT_TIERS: TierThresholds = { high: 2, neutral: 1.3 };

/** High also where the volatility lies beyond the 99th percentile of the trader's own past. */
export function tierOf(
  riskRatio: number,
  hasExtremeVolatility: boolean,
  { high, neutral }: TierThresholds,
): Exclude<Tier, 'unknown'> {
  if (riskRatio > high || hasExtremeVolatility) return 'high';
  return riskRatio > neutral ? 'neutral' : 'low';
}
