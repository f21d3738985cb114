import type { Decision } from '../decision/decision.ts';
import type { LimitChange, LimitLine } from '../decision/limitLine.ts';
import { changeTo } from '../limits/target.ts';

/**
 * The limit line of a decision. A decision that was stored before lines existed is compared with its base
 * limit, or with `mailedBefore` where the caller knows it, dollars. A withheld one asks for nothing.
 */
export function lineOf(decision: Decision, mailedBefore?: number): LimitLine {
  const { limit, baseLimit, newLimit, action } = decision;
  const inForce = mailedBefore ?? (action === 'withheld' ? newLimit : baseLimit);
  return (
    limit ?? {
      limitInForce: inForce,
      inForceSource: 'base',
      inForceSince: null,
      target: newLimit,
      change: changeTo(newLimit, inForce),
      recommendedLimit: newLimit,
      cutDay: null,
      override: null,
    }
  );
}

/** The decisions by what has to be done on the platform. A cut that is in force already stays. */
export interface LimitGroups {
  /** The lowest share of the base limit first. */
  readonly lower: readonly Decision[];
  /** The largest raise first. */
  readonly raise: readonly Decision[];
  /** The limit in force is unknown: the lowest share of the base limit first. */
  readonly set: readonly Decision[];
  /** Below the base limit, and in force already; the lowest share first. */
  readonly stayCut: readonly Decision[];
}

export function groupByChange(decisions: readonly Decision[]): LimitGroups {
  const having = (change: LimitChange) => decisions.filter((decision) => lineOf(decision).change === change);
  return {
    lower: deepestFirst(having('lower')),
    raise: having('raise').toSorted((a, b) => raiseOf(b) - raiseOf(a) || byName(a, b)),
    set: deepestFirst(having('set')),
    stayCut: deepestFirst(having('stay').filter(isBelowBase)),
  };
}

/** How many limits have to be keyed in. */
export function changeCount({ lower, raise, set }: LimitGroups): number {
  return lower.length + raise.length + set.length;
}

export function isBelowBase(decision: Decision): boolean {
  return shareOfBase(decision) < 1;
}

function deepestFirst(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.toSorted((a, b) => shareOfBase(a) - shareOfBase(b) || byName(a, b));
}

function shareOfBase(decision: Decision): number {
  return lineOf(decision).target / decision.baseLimit;
}

function raiseOf(decision: Decision): number {
  const { target, limitInForce } = lineOf(decision);
  return target - (limitInForce ?? target);
}

// By code unit, because a collation depends on the machine's language data.
function byName(a: Decision, b: Decision): number {
  return a.trader === b.trader ? 0 : a.trader < b.trader ? -1 : 1;
}
