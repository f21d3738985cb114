import { DecisionError } from '../../shared/errors.ts';

const CUT_STEP_PCT = 5;
/** A smaller cut is noise to a risk manager: it becomes no cut. */
const SMALLEST_CUT_PCT = 10;

/**
 * Rounds a cut to the nearest 5 %, caps it at `maxReductionPct`, and drops it below 10 % (methods 7). All values are percents of
 * the base limit. Every engine and every report takes its cuts from this function.
 *
 * @example roundCut(38, 80) // 40
 * @example roundCut(7, 80) // 0: 7 rounds to 5, which is below 10
 * @example roundCut(80, 33) // 33: the cap itself is not rounded
 */
export function roundCut(reductionPct: number, maxReductionPct: number): number {
  const rounded = Math.min(CUT_STEP_PCT * Math.round(reductionPct / CUT_STEP_PCT), maxReductionPct);
  return rounded < SMALLEST_CUT_PCT ? 0 : rounded;
}

/** Dollars to the cent, cut off below it: a limit is never rounded up. */
export function limitAfter(baseLimit: number, reductionPct: number): number {
  if (!Number.isFinite(baseLimit) || baseLimit <= 0) {
    throw new DecisionError('bad_base_limit', `Base limit: ${baseLimit}; expected dollars above 0`, {
      hint: 'Correct the trader on the roster: npm run roster set -- TRADER --limit DOLLARS.',
    });
  }
  return Math.floor(baseLimit * (100 - reductionPct) + 1e-6) / 100;
}
