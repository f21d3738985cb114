import { DecisionError } from '../../shared/errors.ts';
import type { Decision } from '../decision/decision.ts';
import type { LimitLine } from '../decision/limitLine.ts';
import { changeTo } from '../limits/target.ts';
import { uncutLimit } from '../outcome/reduction.ts';
import type { MorningReport } from './report.ts';

/** A limit is rounded down by less than this share of the base limit, or by less than a dollar. */
const MOST_ROUNDING_SHARE = 0.1;
const LOWEST_LIMIT = 1;
/** A limit is cut off with an allowance of a millionth of a cent. */
const FLOAT_ALLOWANCE = 1e-7;

/**
 * Checks a report for contradictions, the last check before the numbers are rendered.
 * @throws DecisionError that names the first wrong trader or date.
 */
export function validateReport(report: MorningReport): void {
  if (!(report.dataThrough < report.sessionDate)) {
    throw inconsistentReport(`data through ${report.dataThrough}`, `a session before ${report.sessionDate}`);
  }
  const seen = new Set<string>();
  for (const decision of report.decisions) {
    if (seen.has(decision.trader))
      throw inconsistentReport(`trader ${quoted(decision)} twice`, 'one decision a trader');
    seen.add(decision.trader);
    const complaint = contradiction(decision, report.stale === true);
    if (complaint !== null)
      throw inconsistentReport(`trader ${quoted(decision)}: ${complaint.found}`, complaint.expected);
  }
}

function contradiction(decision: Decision, isStale: boolean): { found: string; expected: string } | null {
  const { action, baseLimit, newLimit, reductionPct } = decision;
  if (!(Number.isFinite(baseLimit) && baseLimit > 0)) {
    return { found: `base limit ${baseLimit}`, expected: 'dollars above 0' };
  }
  if (!(Number.isFinite(newLimit) && newLimit >= 0)) {
    return { found: `new limit ${newLimit}`, expected: 'dollars, 0 or more' };
  }
  const unproven = action === 'cut' ? unprovenCut(decision) : null;
  if (unproven !== null) return unproven;
  if (decision.limit) return brokenLine(decision, decision.limit, isStale);
  if (action === 'cut') return brokenCut(decision);
  if (action === 'withheld' && newLimit < baseLimit && reductionPct === 0) return null;
  if (newLimit !== baseLimit || reductionPct !== 0) {
    return { found: `${action} with new limit ${newLimit}`, expected: `the base limit ${baseLimit}, no cut` };
  }
  return null;
}

/**
 * An override is the target. Otherwise a cut stands for its percentage or, on stale data, less; no other
 * limit is above the base limit, except where a limit decided by hand stays.
 */
function brokenLine(
  decision: Decision,
  line: LimitLine,
  isStale: boolean,
): { found: string; expected: string } | null {
  const { action, baseLimit, newLimit, reductionPct } = decision;
  const { target, recommendedLimit, limitInForce, change, override } = line;
  if (newLimit !== target) return { found: `new limit ${newLimit}`, expected: `the target ${target}` };
  const intended = override?.dollars ?? recommendedLimit;
  if (target !== intended) return { found: `target ${target}`, expected: `${intended}` };
  const expected = changeTo(target, limitInForce);
  if (change !== expected) return { found: `change ${change}`, expected };
  if (action === 'cut') return brokenCut({ ...decision, newLimit: recommendedLimit }, isStale);
  if (reductionPct !== 0) return { found: `${action} with a cut of ${reductionPct} %`, expected: 'no cut' };
  if (action !== 'review' && recommendedLimit > baseLimit)
    return { found: `${action} with limit ${recommendedLimit}`, expected: `at most ${baseLimit}` };
  if (action === 'keep' && recommendedLimit < uncutLimit(baseLimit) && !isStale)
    return { found: `keep with limit ${recommendedLimit}`, expected: `the base limit ${baseLimit}` };
  return null;
}

function unprovenCut({ reconciled, notProven = [] }: Decision): { found: string; expected: string } | null {
  const expected = 'action withheld';
  if (reconciled === false) return { found: 'a cut although its P&L does not tie out', expected };
  return notProven.length > 0 ? { found: 'a cut although its P&L is not proven', expected } : null;
}

/** A limit is rounded down: it may be below its percentage, never above it, except where that is below $1. */
function brokenCut(decision: Decision, mayBeLower = false): { found: string; expected: string } | null {
  const { baseLimit, newLimit, reductionPct } = decision;
  if (!(reductionPct > 0 && reductionPct <= 100)) {
    return { found: `cut of ${reductionPct} %`, expected: 'above 0, at most 100' };
  }
  const stated = Math.max(LOWEST_LIMIT, baseLimit * (1 - reductionPct / 100));
  const mostRounding = Math.max(LOWEST_LIMIT, MOST_ROUNDING_SHARE * baseLimit);
  const isTooLow = !mayBeLower && newLimit < stated - mostRounding - FLOAT_ALLOWANCE;
  if (newLimit > stated + FLOAT_ALLOWANCE || isTooLow) {
    return { found: `new limit ${newLimit}`, expected: `${stated}, which −${reductionPct} % makes` };
  }
  return null;
}

function inconsistentReport(found: string, expected: string): DecisionError {
  return new DecisionError('report_unsound', `report · ${found} · expected ${expected}`, {
    hint: 'Nothing was sent. Run the morning again with --dry-run and compare the decisions that are stored.',
  });
}

function quoted(decision: Decision): string {
  return JSON.stringify(decision.trader);
}
