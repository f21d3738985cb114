import { shortDay } from '../../text/dates.ts';
import { roughDollars } from '../../text/money.ts';
import type { Proposal, Reason } from '../proposal.ts';
import { type Drawdown, RULES_WINDOW_SESSIONS } from './drawdown.ts';
import { deepestCut, type FiredRule } from './evaluateRules.ts';

/** The trader's active sessions, oldest first, through the one that the rules saw last. */
export type DatedDays = readonly { readonly sessionDate: string }[];

/** One trader with the rules that fired on the morning decided for, the deepest cut first. */
export interface RulesProposalInput {
  readonly trader: string;
  readonly firedRules: readonly FiredRule[];
  /** Enough of them to name the low of a drawdown: 60, or all. */
  readonly days: DatedDays;
  /** Active sessions of the trader in the store's history. */
  readonly activeSessions: number;
}

/**
 * Proposes the deepest cut among the rules that fire; each of them is a reason with its number
 * (docs/methods.md, section 5). VaR and the probability of a large loss are null: the rules make no forecast.
 */
export function proposeByRules({ trader, firedRules, days, activeSessions }: RulesProposalInput): Proposal {
  const reductionPct = deepestCut(firedRules);
  return {
    trader,
    reductionPct,
    tier: reductionPct >= 40 ? 'high' : reductionPct > 0 ? 'neutral' : 'low',
    confidence: rulesConfidence(activeSessions, firedRules.length),
    reasons: firedRules.map((rule) => reasonOf(rule, days)),
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

function reasonOf(rule: FiredRule, days: DatedDays): Reason {
  const { code, value, reductionPct } = rule;
  return { code, text: wordsOfRule(rule, days), value, reductionPct };
}

/** The rule in a risk manager's words: `5 losing sessions in a row`. */
export function wordsOfRule({ code, value, comparedWith, drawdown }: FiredRule, days: DatedDays): string {
  switch (code) {
    case 'loss_streak':
      return `${value} losing sessions in a row`;
    case 'drawdown':
      return `drawdown of ${Math.round(value)}% of risk capital over ${RULES_WINDOW_SESSIONS} sessions${drawdown === undefined ? '' : ` (${lowWords(drawdown, days)})`}`;
    case 'volatility':
      return `the last 5 sessions swung ${value.toFixed(1)} times as much as the 20 before`;
    case 'worst_day':
      return `lost ${roughDollars(-value)} on the last session (a bad day, 1 in 20, is ${roughDollars(comparedWith)})`;
  }
}

/**
 * Where the low of a drawdown lies and how much of it was recovered: `low on Tue 24 Nov, 8% recovered`. The
 * share is rounded down, so that a fresh drawdown never reads as a quarter recovered.
 */
export function lowWords({ sessionsSinceLow, recovered }: Drawdown, days: DatedDays): string {
  const day = days.at(-1 - sessionsSinceLow);
  const share = Math.floor(100 * recovered);
  return [
    ...(day === undefined ? [] : [`low on ${shortDay(day.sessionDate)}`]),
    share === 0 ? 'nothing recovered' : `${share}% recovered`,
  ].join(', ');
}
