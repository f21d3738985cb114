import type { Confidence } from '../proposal.ts';

/** What stands behind a model's proposal. */
export interface ModelEvidence {
  readonly activeSessions: number;
  /** Percent of the base limit, each engine by itself. */
  readonly modelReductionPct: number;
  readonly rulesReductionPct: number;
  /** Half the width of the 90 % interval of P(large loss), as a fraction. */
  readonly probabilityHalfWidth: number;
}

const LONG_HISTORY_SESSIONS = 60;
const SHORT_HISTORY_SESSIONS = 40;
const NARROW_HALF_WIDTH = 0.04;
const WIDE_HALF_WIDTH = 0.1;
/** Engines whose cuts lie this far apart, percent of the base limit, contradict each other. */
const CONTRADICTION_PCT = 50;

/**
 * High with 60 sessions of history, both engines cutting or neither, and P(large loss) known to 4 points; low with fewer than 40
 * sessions, P known no better than to 10 points, or cuts 50 points apart; else medium.
 */
export function modelConfidence(evidence: ModelEvidence): Confidence {
  const { activeSessions, modelReductionPct, rulesReductionPct, probabilityHalfWidth } = evidence;
  const isContradicted = Math.abs(modelReductionPct - rulesReductionPct) >= CONTRADICTION_PCT;
  if (activeSessions < SHORT_HISTORY_SESSIONS || !(probabilityHalfWidth <= WIDE_HALF_WIDTH) || isContradicted)
    return 'low';
  const isAgreed = modelReductionPct > 0 === rulesReductionPct > 0;
  const isLong = activeSessions >= LONG_HISTORY_SESSIONS;
  return isLong && isAgreed && probabilityHalfWidth <= NARROW_HALF_WIDTH ? 'high' : 'medium';
}
