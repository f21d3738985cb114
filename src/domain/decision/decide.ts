import { MINIMUM_SESSIONS, type Proposal } from '../engines/proposal.ts';
import { limitAfter, roundCut } from '../outcome/reduction.ts';
import type { Action, Decision } from './decision.ts';
import type { WarningFacts } from './warningSigns.ts';
import { warningsOf } from './warnings.ts';

export interface DecisionInput extends WarningFacts {
  readonly trader: string;
  readonly desk: string;
  readonly proposal: Proposal;
  readonly activeSessions: number;
  readonly reconciled: boolean | null;
  /** The largest cut, percent. */
  readonly maxReductionPct: number;
  readonly modelId: string | null;
  readonly passedOver: Decision['passedOver'];
}

/**
 * Turns an engine's proposal into the decision for a risk manager. Example: a proposal of 47 % of a $5,000
 * limit is rounded to 45 %, the new limit is $2,750.
 *
 * @throws DecisionError for a base limit that is not above 0.
 */
export function decide(input: DecisionInput): Decision {
  const { trader, desk, baseLimit, proposal, activeSessions, reconciled, indicators } = input;
  const proposedReductionPct = roundCut(proposal.reductionPct, input.maxReductionPct);
  const action = actionFor(input, proposedReductionPct);
  const reductionPct = action === 'cut' ? proposedReductionPct : 0;
  const warningEvidence = warningsOf(input);
  return {
    trader,
    desk,
    action,
    tier: activeSessions < MINIMUM_SESSIONS ? 'unknown' : proposal.tier,
    baseLimit,
    newLimit: limitAfter(baseLimit, reductionPct),
    reductionPct,
    proposedReductionPct,
    confidence: reconciled === false ? 'low' : proposal.confidence,
    reasons: proposal.reasons,
    valueAtRisk95: proposal.valueAtRisk95,
    largeLossProbability: proposal.largeLossProbability,
    warnings: warningEvidence.map(({ code }) => code),
    warningEvidence,
    reconciled,
    activeSessions,
    indicators,
    modelId: input.modelId,
    passedOver: input.passedOver,
  };
}

/** History comes before reconciliation: a new trader is reviewed by hand in any case. */
function actionFor(input: DecisionInput, reductionPct: number): Action {
  if (input.activeSessions < MINIMUM_SESSIONS) return 'review';
  if (input.reconciled === false) return 'withheld';
  return reductionPct > 0 ? 'cut' : 'keep';
}
