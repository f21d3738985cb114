import type { FiredRule } from '../engines/rules/evaluateRules.ts';
import { type JudgedDay, outcomeUnderLimit, type StopOptions } from '../outcome/counterfactual.ts';
import { limitAfter, roundCut, uncutLimit } from '../outcome/reduction.ts';

/** A rule that fired before a session, and what its cut alone would have changed. */
export interface RuleEffect {
  readonly code: FiredRule['code'];
  /** The cut of the rule, percent of the base limit, before the deepest cut allowed. */
  readonly reductionPct: number;
  /**
   * Outcome under the rule's cut, at most the deepest allowed, less the outcome under the base limit;
   * dollars. Null where the trader did not trade or the path of the day is not known.
   */
  readonly delta: number | null;
}

const NO_RULES: readonly RuleEffect[] = [];

/**
 * What each rule that fired would have changed by itself, whichever engine was in force.
 *
 * Example: base limit $1,000, a path that falls to −$500 and −$800 and closes at −$900. A losing streak of 3
 * alone cuts 30 %: stopped at −$800 instead of −$900, +$100. A drawdown that cuts 60 % stops at −$500: +$400.
 *
 * @param deepestPct the deepest cut allowed, percent
 */
export function ruleEffects(
  fired: readonly FiredRule[],
  day: JudgedDay | null,
  baseLimit: number,
  deepestPct: number,
  stop: StopOptions,
): readonly RuleEffect[] {
  if (fired.length === 0) return NO_RULES;
  const under = (limit: number) => (day === null ? 0 : outcomeUnderLimit(day, limit, stop));
  const base = under(uncutLimit(baseLimit));
  return fired.map(({ code, reductionPct }) => {
    const limit = limitAfter(baseLimit, roundCut(reductionPct, deepestPct), stop.limitRoundTo);
    return { code, reductionPct, delta: day === null ? null : under(limit) - base };
  });
}
