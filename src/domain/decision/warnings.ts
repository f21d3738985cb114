import type { WarningCode, WarningEvidence } from './warningCode.ts';
import {
  highVolatility,
  largeDrawdown,
  lowWinRate,
  revengeTrading,
  type WarningFacts,
} from './warningSigns.ts';

/** A warning: its rule in words, and the function that evaluates it. */
interface WarningRule {
  readonly code: WarningCode;
  readonly rule: string;
  /** The numbers and days behind the warning; null if it is not raised. */
  readonly evidence: (facts: WarningFacts) => string | null;
}

const WARNING_RULES: readonly WarningRule[] = [
  {
    code: 'REVENGE_TRADING',
    rule: '`revenge_rate` above ln 2: entries right after losing exits at twice the usual rate',
    evidence: revengeTrading,
  },
  {
    code: 'HIGH_VOLATILITY',
    rule: '`vol_ratio` above 1.5, or volatility of 5 sessions above twice that of the 20 before',
    evidence: highVolatility,
  },
  {
    code: 'LOW_WIN_RATE',
    rule: '`win_rate_change` below −2: win rate of 20 sessions more than 2 standard errors below that of 120',
    evidence: lowWinRate,
  },
  {
    code: 'LARGE_DRAWDOWN',
    rule: 'drawdown over 60 sessions above 15 % of risk capital, fresh or not',
    evidence: largeDrawdown,
  },
];

/** Every warning with its rule in words. The documentation's table is generated from this list. */
export const warningRules: readonly { readonly code: WarningCode; readonly rule: string }[] = [
  ...WARNING_RULES.map(({ code, rule }) => ({ code, rule })),
  { code: 'ELEVATED_RISK', rule: 'two or more of the others at once' },
];

/**
 * The warnings of one trader with their evidence. They depend on facts and indicators only, so they do not
 * change with the engine. An indicator that is null raises no warning.
 */
export function warningsOf(facts: WarningFacts): readonly WarningEvidence[] {
  const raised = WARNING_RULES.flatMap(({ code, evidence }) => {
    const text = evidence(facts);
    return text === null ? [] : [{ code, text }];
  });
  if (raised.length < 2) return raised;
  return [...raised, { code: 'ELEVATED_RISK', text: `${raised.length} signs at once` }];
}
