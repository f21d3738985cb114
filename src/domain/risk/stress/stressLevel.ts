export type StressLevel = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** Loss as a share of the sum of the limits at which each level begins. */
const BOUNDS: readonly (readonly [StressLevel, number])[] = [
  ['CRITICAL', 1],
  ['HIGH', 0.5],
  ['MEDIUM', 0.25],
];

/**
 * How grave the P&L of a scenario's worst part is for a desk with these limits, dollars.
 *
 * Example: −$18,000 with limits that add up to $72,000 is a quarter: MEDIUM. Without any limit every loss is
 * CRITICAL.
 */
export function stressLevel(worstPnl: number, sumOfLimits: number): StressLevel {
  const loss = Math.max(0, 0 - worstPnl);
  if (loss === 0) return 'LOW';
  if (sumOfLimits <= 0) return 'CRITICAL';
  return BOUNDS.find(([, share]) => loss / sumOfLimits >= share)?.[0] ?? 'LOW';
}
