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

/** A coarser step than this share of the base limit would distort the cut. */
const COARSEST_STEP_SHARE = 0.1;
/** Used where LIMIT_ROUND_TO is too coarse, and the last one where this is too coarse as well; dollars. */
const FINER_STEP = 5;
const FINEST_STEP = 1;
const LOWEST_LIMIT = 1;

/**
 * The limit after a cut: base limit · (1 − cut), rounded down to `roundTo` dollars. The step is $5, then $1,
 * where `roundTo` is more than a tenth of the base limit. Never below $1 and never the base limit itself.
 * Without a cut: the base limit to the cent. A base limit of $1 or less is cut to the cent. Everything that
 * compares limits calls this function, so that backtest and gate judge the limits that are mailed.
 *
 * Example: $1,999.99 less 33 % is $1,339.99: $1,300 with steps of $50. $420 less 35 % is $273: $270, since
 * $50 is more than $42.
 *
 * Source: docs/methods.md, section 7.
 * @throws DecisionError unless the base limit is finite and above 0.
 */
export function limitAfter(baseLimit: number, reductionPct: number, roundTo: number): number {
  const exact = toCents(baseLimit, reductionPct);
  if (reductionPct <= 0 || baseLimit <= LOWEST_LIMIT) return exact;
  const step = stepFor(baseLimit, roundTo);
  return Math.max(LOWEST_LIMIT, step * Math.floor(exact / step));
}

/**
 * The base limit, dollars, with fractions of a cent cut off: the limit of a trader who is not cut.
 * @throws DecisionError unless the base limit is finite and above 0.
 */
export function uncutLimit(baseLimit: number): number {
  return toCents(baseLimit, 0);
}

function stepFor(baseLimit: number, roundTo: number): number {
  const coarsest = COARSEST_STEP_SHARE * baseLimit;
  if (roundTo <= coarsest) return roundTo;
  return FINER_STEP <= roundTo && FINER_STEP <= coarsest ? FINER_STEP : FINEST_STEP;
}

function toCents(baseLimit: number, reductionPct: number): number {
  if (!Number.isFinite(baseLimit) || baseLimit <= 0) {
    throw new DecisionError('bad_base_limit', `Base limit: ${baseLimit}; expected dollars above 0`, {
      hint: 'Correct the trader on the roster: npm run roster set -- TRADER --limit DOLLARS.',
    });
  }
  return Math.floor(baseLimit * (100 - reductionPct) + 1e-6) / 100;
}
