import { roughDollars } from '../../text/money.ts';
import type { Proposal, Reason } from '../proposal.ts';
import { deepestCut, type FiredRule, RULES_WINDOW_SESSIONS } from './evaluateRules.ts';

/** One trader with the rules that fired on the morning decided for, the deepest cut first. */
export interface RulesProposalInput {
  readonly trader: string;
  readonly firedRules: readonly FiredRule[];
  /** Active sessions of the trader in the store's history. */
  readonly activeSessions: number;
}

/**
 * Proposes the deepest cut among the rules that fire; each of them is a reason with its number
 * (docs/methods.md, section 5). VaR and the probability of a large loss are null: the rules make no forecast.
 */
export function proposeByRules({ trader, firedRules, activeSessions }: RulesProposalInput): Proposal {
  const reductionPct = deepestCut(firedRules);
  return {
    trader,
    reductionPct,
    tier: reductionPct >= 40 ? 'high' : reductionPct > 0 ? 'neutral' : 'low',
    confidence: rulesConfidence(activeSessions, firedRules.length),
    reasons: firedRules.map(reasonOf),
    valueAtRisk95: null,
    largeLossProbability: null,
  };
}

/**
 * Returns high with 60 sessions of history and either no rule or at least two; low under 40 sessions; else
 * medium. One rule alone is medium: each rule misfires by chance a few times a year.
 */
export function rulesConfidence(activeSessions: number, rulesFired: number): Proposal['confidence'] {
  if (activeSessions < 40) return 'low';
  return activeSessions >= RULES_WINDOW_SESSIONS && rulesFired !== 1 ? 'high' : 'medium';
}

function reasonOf(rule: FiredRule): Reason {
  const { code, value, reductionPct } = rule;
  return { code, text: wordsOfRule(rule), value, reductionPct };
}

/** The rule in a risk manager's words: `5 losing sessions in a row`. */
export function wordsOfRule({ code, value, comparedWith }: FiredRule): string {
  switch (code) {
    case 'loss_streak':
      return `${value} losing sessions in a row`;
    case 'drawdown':
      return `drawdown of ${Math.round(value)}% of risk capital over ${RULES_WINDOW_SESSIONS} sessions`;
    case 'volatility':
      return `the last 5 sessions swung ${value.toFixed(1)} times as much as the 20 before`;
    case 'worst_day':
      return `lost ${roughDollars(-value)} on the last session (a bad day, 1 in 20, is ${roughDollars(comparedWith)})`;
  }
}
