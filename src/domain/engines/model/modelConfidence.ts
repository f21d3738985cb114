import type { Confidence } from '../proposal.ts';

/** The evidence behind one proposal of the model. */
export interface ModelEvidence {
  readonly activeSessions: number;
  /** Percent of the base limit, as each engine proposes alone. */
  readonly modelReductionPct: number;
  readonly rulesReductionPct: number;
  /** Half the width of the 90 % interval of P(large loss), a fraction. */
  readonly probabilityHalfWidth: number;
}

export const LONG_HISTORY_SESSIONS = 60;
const SHORT_HISTORY_SESSIONS = 40;
const NARROW_HALF_WIDTH = 0.04;
const WIDE_HALF_WIDTH = 0.1;
/** Cuts of the two engines this far apart, percent of the base limit, contradict each other. */
const CONTRADICTION_PCT = 50;

/**
 * Returns high with 60 sessions of history, both engines cutting or neither, and P(large loss) known to ±4
 * points. Returns low with fewer than 40 sessions, P known no better than ±10 points, or cuts 50 points
 * apart. Else medium.
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
