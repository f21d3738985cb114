import { DecisionError } from '../../shared/errors.ts';
import type { Decision } from '../decision/decision.ts';
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
    const complaint = contradiction(decision);
    if (complaint !== null)
      throw inconsistentReport(`trader ${quoted(decision)}: ${complaint.found}`, complaint.expected);
  }
}

function contradiction(decision: Decision): { found: string; expected: string } | null {
  const { action, baseLimit, newLimit, reductionPct } = decision;
  if (!(Number.isFinite(baseLimit) && baseLimit > 0)) {
    return { found: `base limit ${baseLimit}`, expected: 'dollars above 0' };
  }
  if (!(Number.isFinite(newLimit) && newLimit >= 0)) {
    return { found: `new limit ${newLimit}`, expected: 'dollars, 0 or more' };
  }
  if (action === 'cut') return unprovenCut(decision) ?? brokenCut(decision);
  if (action === 'withheld' && newLimit < baseLimit && reductionPct === 0) return null;
  if (newLimit !== baseLimit || reductionPct !== 0) {
    return { found: `${action} with new limit ${newLimit}`, expected: `the base limit ${baseLimit}, no cut` };
  }
  return null;
}

function unprovenCut({ reconciled, notProven = [] }: Decision): { found: string; expected: string } | null {
  const expected = 'action withheld';
  if (reconciled === false) return { found: 'a cut although its P&L does not tie out', expected };
  return notProven.length > 0 ? { found: 'a cut although its P&L is not proven', expected } : null;
}

/** A limit is rounded down: it may be below its percentage, never above it, except where that is below $1. */
function brokenCut(decision: Decision): { found: string; expected: string } | null {
  const { baseLimit, newLimit, reductionPct } = decision;
  if (!(reductionPct > 0 && reductionPct <= 100)) {
    return { found: `cut of ${reductionPct} %`, expected: 'above 0, at most 100' };
  }
  const stated = Math.max(LOWEST_LIMIT, baseLimit * (1 - reductionPct / 100));
  const mostRounding = Math.max(LOWEST_LIMIT, MOST_ROUNDING_SHARE * baseLimit);
  if (newLimit > stated + FLOAT_ALLOWANCE || newLimit < stated - mostRounding - FLOAT_ALLOWANCE) {
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
