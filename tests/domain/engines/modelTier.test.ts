import { expect, it } from 'vitest';
import { DEFAULT_TIERS, tierOf } from '../../../src/domain/engines/modelTier.ts';

it.each([
  [2.01, false, DEFAULT_TIERS, 'high'],
  [2, false, DEFAULT_TIERS, 'neutral'],
  [1.31, false, DEFAULT_TIERS, 'neutral'],
  [1.3, false, DEFAULT_TIERS, 'low'],
  [0, false, DEFAULT_TIERS, 'low'],
  [0.2, true, DEFAULT_TIERS, 'high'],
  [1.6, false, { high: 1.5, neutral: 1.2 }, 'high'],
  [1.25, false, { high: 1.5, neutral: 1.2 }, 'neutral'],
] as const)(
  '%d times the usual risk, volatility extreme: %s, by %j, is %s',
  (ratio, isExtreme, tiers, tier) => {
    expect(tierOf(ratio, isExtreme, tiers)).toBe(tier);
  },
);
