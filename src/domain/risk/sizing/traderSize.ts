import type { Confidence } from '../../engines/proposal.ts';
import type { RiskLevel } from './riskLevel.ts';
import { riskLevelOf } from './riskLevel.ts';
import { sizeConfidence } from './sizeConfidence.ts';

/** What is known of one trader before the open. Dollars, a loss as a positive number. */
export interface TraderRisk {
  readonly trader: string;
  /** Mean loss of the worst days that the model expects; null: no forecast. */
  readonly expectedShortfall95: number | null;
  /** What that mean may be at worst; null: no forecast, or too few sessions to tell. */
  readonly expectedShortfallUpper95: number | null;
  /** The same bound on an ordinary day of the trader; null: too few sessions to tell. */
  readonly usualShortfall: number | null;
  /** As the roster states it; null: it does not. */
  readonly riskCapital: number | null;
  /** The cut of the fixed rules, percent of the base limit. */
  readonly rulesReductionPct: number;
  readonly activeSessions: number;
  /** The quantile level at which the trader's VaR reads the model: below 0.05 after too many breaches. */
  readonly exceptionLevel: number;
}

/** `usual-size`: nothing reduces it. */
export type TraderBound = 'usual-size' | 'expected-shortfall' | 'rules-cut';

/** How much of the usual size a trader should trade. */
export interface TraderSize {
  readonly trader: string;
  /** A share of the usual size, 0 to 1. */
  readonly multiplier: number;
  /** What the worst days may cost on average, dollars; null: no risk capital and no usual day is known. */
  readonly budget: number | null;
  /** Whether the budget is a share of risk capital on the roster, or the trader's own usual bound. */
  readonly budgetFrom: 'risk-capital' | 'usual-day' | null;
  readonly confidence: Confidence;
  readonly riskLevel: RiskLevel;
  readonly boundBy: TraderBound;
}

/**
 * The share of the usual size at which the mean of the worst 5 % of days stays within a budget.
 *
 *   m = min(1, budget / ES⁺)
 *
 * ES⁺ is the upper bound of the next day's expected shortfall 95. The budget is `maxRisk` × risk capital
 * where the roster states risk capital, else the trader's usual ES⁺: then the usual size is 1 on an ordinary
 * day. A bound of 0 or less reduces nothing. Without a bound or a budget: the cut of the fixed rules.
 *
 * Example: risk capital $100,000, a largest risk of 0.02, ES⁺ = $2,500: budget $2,000, m = 0.8. Example: no
 * risk capital, ES⁺ = $2,500 on a usual $2,000: m = 0.8 too.
 */
export function traderSize(risk: TraderRisk, maxRisk: number): TraderSize {
  const { trader, expectedShortfallUpper95: upper } = risk;
  const { budget, budgetFrom } = budgetOf(risk, maxRisk);
  const isForecast = upper !== null && Number.isFinite(upper) && budget !== null;
  const multiplier = isForecast
    ? withinOne(upper <= 0 ? 1 : budget / upper)
    : withinOne(1 - risk.rulesReductionPct / 100);
  return {
    trader,
    multiplier,
    budget,
    budgetFrom,
    confidence: isForecast ? sizeConfidence({ ...risk, expectedShortfallUpper95: upper }) : 'low',
    riskLevel: riskLevelOf(multiplier),
    boundBy: multiplier === 1 ? 'usual-size' : isForecast ? 'expected-shortfall' : 'rules-cut',
  };
}

function budgetOf(
  { riskCapital, usualShortfall }: TraderRisk,
  maxRisk: number,
): Pick<TraderSize, 'budget' | 'budgetFrom'> {
  if (riskCapital !== null) return { budget: maxRisk * riskCapital, budgetFrom: 'risk-capital' };
  return { budget: usualShortfall, budgetFrom: usualShortfall === null ? null : 'usual-day' };
}

function withinOne(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
