import type { Confidence } from '../../engines/proposal.ts';

/** What the confidence of a size rests on. */
export interface SizeEvidence {
  readonly expectedShortfall95: number | null;
  readonly expectedShortfallUpper95: number;
  readonly activeSessions: number;
  readonly exceptionLevel: number;
}

const LONG_HISTORY_SESSIONS = 60;
const SHORT_HISTORY_SESSIONS = 40;
/** Ratio of the bound to the estimate. */
const NARROW_BOUND = 1.15;
const WIDE_BOUND = 1.5;
/** It starts at 0.05 and loses 0.001 with a breach. Below these, VaR was breached too often for long. */
const GOOD_LEVEL = 0.045;
const POOR_LEVEL = 0.035;

/**
 * High: the bound is at most 15 % above its estimate, 60 active sessions, and a VaR that held. Low: the bound
 * is more than half above it, fewer than 40 sessions, or a VaR that was breached too often for a long time.
 * Else medium.
 *
 * Example: estimate $2,000, bound $2,200, 120 sessions, level 0.05: high. With bound $3,200: low.
 */
export function sizeConfidence(evidence: SizeEvidence): Confidence {
  const { expectedShortfall95: estimate, expectedShortfallUpper95: bound } = evidence;
  const { activeSessions, exceptionLevel } = evidence;
  if (estimate === null || activeSessions < SHORT_HISTORY_SESSIONS || exceptionLevel < POOR_LEVEL)
    return 'low';
  if (bound > WIDE_BOUND * Math.max(estimate, 0)) return 'low';
  const isNarrow = bound <= NARROW_BOUND * estimate;
  const isLong = activeSessions >= LONG_HISTORY_SESSIONS;
  return isNarrow && isLong && exceptionLevel >= GOOD_LEVEL ? 'high' : 'medium';
}
