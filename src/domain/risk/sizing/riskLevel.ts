export type RiskLevel = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/**
 * The level of a size as a share of the usual one: how far the usual size is beyond what the budget allows.
 *
 * Example: 0.8 of the usual size: MEDIUM. 0.9 and more: LOW. 0.5 to 0.75: HIGH. Below 0.5 the usual size is
 * more than twice too large: CRITICAL.
 */
export function riskLevelOf(shareOfUsual: number): RiskLevel {
  if (shareOfUsual >= 0.9) return 'LOW';
  if (shareOfUsual >= 0.75) return 'MEDIUM';
  return shareOfUsual >= 0.5 ? 'HIGH' : 'CRITICAL';
}
