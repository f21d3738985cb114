import type { Decision } from '../decision/decision.ts';
import { decisionTier } from '../decision/decisionTier.ts';
import type { DecidedOverride } from '../decision/limitLine.ts';
import type { InForce } from './inForce.ts';
import { endsWithoutCut, type Override } from './override.ts';
import { changeTo, recommendedTarget } from './target.ts';

/** What is known of a trader's limit on the platform before the mail of a session. */
export interface TraderLimit {
  readonly inForce: InForce;
  /** The override that holds for the session; null: none. */
  readonly override: Override | null;
  /** The lower limit that was mailed last, dollars; used where the limit in force is unknown. */
  readonly mailedLimit: number | null;
  /** The limit from before the override that is in force, dollars; null: the limit is of no override. */
  readonly limitBeforeOverride: number | null;
  /** If the target is below the base limit today: the n-th session in a row. */
  readonly cutDay: number;
}

export interface LimitedDecision {
  readonly decision: Decision;
  /** The override that ends today because no cut remains; null: none does. */
  readonly endedOverride: Override | null;
}

/**
 * Adds the limit line to a decision: what is in force, the target, and the change between both. An override
 * is the target whatever the engine proposes. On stale data no recommended limit is above the limit in force.
 *
 * Example: base $5,000, in force $3,000 since Thursday, a cut to $4,000 today: target $4,000, change `raise`.
 *
 * Source: docs/limits.md.
 */
export function withLimit(decision: Decision, trader: TraderLimit, isStale: boolean): LimitedDecision {
  const recommendedLimit = recommended(decision, trader, isStale);
  const hasEnded = !isStale && endsToday(decision, trader.override, recommendedLimit);
  const override = hasEnded ? null : trader.override;
  const target = override?.dollars ?? recommendedLimit;
  const { dollars, source, since, baseLimit: inForceBaseLimit } = trader.inForce;
  const isBelowBase = target < decision.baseLimit;
  return {
    decision: {
      ...decision,
      tier: decisionTier(decision, target),
      newLimit: target,
      limit: {
        limitInForce: dollars,
        inForceSource: source,
        inForceSince: since,
        inForceBaseLimit,
        target,
        change: changeTo(target, dollars),
        recommendedLimit,
        cutDay: isBelowBase ? trader.cutDay : null,
        override: override === null ? null : decidedOverride(override),
      },
    },
    endedOverride: hasEnded ? trader.override : null,
  };
}

/** `newLimit` of a decision without a line is the limit of its cut. */
function recommended(decision: Decision, trader: TraderLimit, isStale: boolean): number {
  const target = recommendedTarget({ ...decision, cutLimit: decision.newLimit, ...trader });
  if (!isStale) return target;
  return Math.min(target, trader.inForce.dollars ?? trader.mailedLimit ?? target);
}

/** Only a proven decision without a cut ends an override: a withheld one says nothing of a cut. */
function endsToday({ action, baseLimit }: Decision, override: Override | null, limit: number): boolean {
  return action === 'keep' && override !== null && endsWithoutCut(override, limit, baseLimit);
}

function decidedOverride({ id, dollars, lastSession, reason, note, by }: Override): DecidedOverride {
  return { id, dollars, through: lastSession, reason, note, by };
}
