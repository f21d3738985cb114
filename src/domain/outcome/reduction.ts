import { DecisionError } from '../../shared/errors.ts';

const CUT_STEP_PCT = 5;
/** A smaller cut means nothing to a risk manager, so it becomes 0. */
const SMALLEST_CUT_PCT = 10;

/**
 * Rounds a cut to the nearest 5 %, caps it at `maxReductionPct`, and returns 0 for a result below 10 %. All
 * values are percent of the base limit. Every engine rounds with this function. Source: docs/methods.md,
 * section 7.
 *
 * @example roundCut(38, 80) // 40
 * @example roundCut(7, 80) // 0: 7 rounds to 5, which is below 10
 * @example roundCut(80, 33) // 33: the cap itself is not rounded
 */
export function roundCut(reductionPct: number, maxReductionPct: number): number {
  const rounded = Math.min(CUT_STEP_PCT * Math.round(reductionPct / CUT_STEP_PCT), maxReductionPct);
  return rounded < SMALLEST_CUT_PCT ? 0 : rounded;
}

/**
 * The new limit, base limit · (1 − cut), in dollars with fractions of a cent cut off: a limit is never
 * rounded up.
 *
 * Example: $1,999.99 less 33 %: 1,339.9933 becomes $1,339.99.
 *
 * Throws DecisionError unless the base limit is finite and above 0.
 */
export function limitAfter(baseLimit: number, reductionPct: number): number {
  if (!Number.isFinite(baseLimit) || baseLimit <= 0) {
    throw new DecisionError('bad_base_limit', `Base limit: ${baseLimit}; expected dollars above 0`, {
      hint: 'Correct the trader on the roster: npm run roster set -- TRADER --limit DOLLARS.',
    });
  }
  return Math.floor(baseLimit * (100 - reductionPct) + 1e-6) / 100;
}
