import type { Reason, WarningCode } from './decision.ts';

/** When a warning is raised: the indicator it reads and the value beyond which it speaks. */
export interface WarningRule {
  readonly code: WarningCode;
  readonly rule: string;
}

/** Twice the usual rate of new entries right after a losing exit. */
const REVENGE_LOG_RATE = Math.log(2);
/** Recent variance against the longer one, as a ratio of volatilities. */
const VOLATILITY_RATIO = 1.5;
/** Standard errors below the trader's own win rate. */
const WIN_RATE_Z = -2;

/** Every warning with its rule in words; the README's table is this one. */
export const warningRules: readonly WarningRule[] = [
  {
    code: 'REVENGE_TRADING',
    rule: 'revenge rate above ln 2: entries right after losing exits at twice the usual rate',
  },
  { code: 'HIGH_VOLATILITY', rule: 'volatility ratio above 1.5, or the volatility rule fires' },
  { code: 'LOW_WIN_RATE', rule: 'win rate of 20 sessions more than 2 standard errors below that of 120' },
  { code: 'LARGE_DRAWDOWN', rule: 'the drawdown rule fires: above 15 % of risk capital' },
  { code: 'ELEVATED_RISK', rule: 'two or more of the others at once' },
];

/** The warnings of one trader, from indicators and fired rules; an indicator that is null warns of nothing. */
export function warningsOf(
  indicators: Readonly<Record<string, number | null>>,
  reasons: readonly Reason[],
): readonly WarningCode[] {
  const fired = (code: string) => reasons.some((reason) => reason.code === code);
  const above = (id: string, bound: number) => (indicators[id] ?? Number.NEGATIVE_INFINITY) > bound;
  const below = (id: string, bound: number) => (indicators[id] ?? Number.POSITIVE_INFINITY) < bound;
  const warnings: WarningCode[] = [];
  if (above('revenge_rate', REVENGE_LOG_RATE)) warnings.push('REVENGE_TRADING');
  if (above('vol_ratio', VOLATILITY_RATIO) || fired('volatility')) warnings.push('HIGH_VOLATILITY');
  if (below('win_rate_change', WIN_RATE_Z)) warnings.push('LOW_WIN_RATE');
  if (fired('drawdown')) warnings.push('LARGE_DRAWDOWN');
  if (warnings.length >= 2) warnings.push('ELEVATED_RISK');
  return warnings;
}
