import type { Action } from '../decision/decision.ts';
import type { LimitChange } from '../decision/limitLine.ts';
import { uncutLimit } from '../outcome/reduction.ts';
import type { InForce } from './inForce.ts';

/** A difference below this is no change, dollars. */
const LEAST_CHANGE = 1;

export interface TargetInput {
  readonly action: Action;
  /** Dollars. */
  readonly baseLimit: number;
  /** The limit of the engine's cut, dollars, rounded; the base limit without a cut. */
  readonly cutLimit: number;
  readonly inForce: InForce;
  /** The lower limit that was mailed last, dollars; null: none. Used where the limit in force is unknown. */
  readonly mailedLimit: number | null;
  /** The limit from before the override that is in force, dollars; null: the limit is of no override. */
  readonly limitBeforeOverride: number | null;
}

/**
 * The limit that should hold today without an override, dollars. Withheld: the limit in force, or the base
 * limit where that is lower; never a raise. Short history: the limit in force, unless the base limit was
 * changed since; after an override the limit from before it. Otherwise the base limit less the cut.
 *
 * Example: base $5,000, in force $3,000, withheld: $3,000. With a new base limit of $2,000: $2,000.
 *
 * Source: docs/limits.md.
 */
export function recommendedTarget({
  action,
  baseLimit,
  cutLimit,
  inForce,
  mailedLimit,
  limitBeforeOverride,
}: TargetInput): number {
  const base = uncutLimit(baseLimit);
  switch (action) {
    case 'withheld':
      return Math.min(base, inForce.dollars ?? mailedLimit ?? base);
    case 'review':
      if (inForce.dollars === null || hasNewBase(inForce, base)) return base;
      return limitBeforeOverride === null ? inForce.dollars : Math.min(base, limitBeforeOverride);
    case 'keep':
      return base;
    case 'cut':
      return cutLimit;
  }
}

/**
 * What has to be done on the platform. Example: in force $3,000, target $3,200: a raise.
 */
export function changeTo(target: number, inForce: number | null): LimitChange {
  if (inForce === null) return 'set';
  if (Math.abs(target - inForce) < LEAST_CHANGE) return 'stay';
  return target < inForce ? 'lower' : 'raise';
}

function hasNewBase({ baseLimit }: InForce, base: number): boolean {
  return baseLimit !== null && Math.abs(baseLimit - base) >= LEAST_CHANGE;
}
