import { MINIMUM_SESSIONS, type Proposal } from '../engines/proposal.ts';
import type { CutRecord, RecordedEngine } from '../outcome/cutRecord.ts';
import { limitAfter, roundCut } from '../outcome/reduction.ts';
import type { Action, Decision } from './decision.ts';
import { decisionTier } from './decisionTier.ts';
import type { TraderProof } from './proof.ts';
import { confidenceOf, trackRecordOf } from './trackRecord.ts';
import type { WarningFacts } from './warningSigns.ts';
import { warningsOf } from './warnings.ts';

export interface DecisionInput extends WarningFacts {
  readonly trader: string;
  readonly desk: string;
  readonly proposal: Proposal;
  readonly activeSessions: number;
  readonly reconciled: boolean | null;
  /** Items withhold the trader; notes do not. */
  readonly proof: TraderProof;
  /** The largest cut, percent. */
  readonly maxReductionPct: number;
  /** What followed the cuts of each engine before. */
  readonly cutRecord: CutRecord;
  readonly engine: RecordedEngine;
  /** A trader-day of the desk does not tie out and was not accepted. */
  readonly hasTieOutFailure: boolean;
  /** A limit below the base limit is rounded down to a multiple of so many dollars. */
  readonly limitRoundTo: number;
  readonly modelId: string | null;
  readonly passedOver: Decision['passedOver'];
}

/**
 * Turns an engine's proposal into the decision for a risk manager. Example: a proposal of 47 % of a $5,000
 * limit is rounded to 45 %, the new limit is $2,750. Limits on the platform and overrides come after it
 * (`withLimit`).
 *
 * @throws DecisionError for a base limit that is not above 0.
 */
export function decide(input: DecisionInput): Decision {
  const { trader, desk, baseLimit, proposal, activeSessions, reconciled, indicators, proof } = input;
  const proposedReductionPct = roundCut(proposal.reductionPct, input.maxReductionPct);
  const action = actionFor(input, proposedReductionPct);
  const reductionPct = action === 'cut' ? proposedReductionPct : 0;
  const modelTier = activeSessions < MINIMUM_SESSIONS ? 'unknown' : proposal.tier;
  const newLimit = limitAfter(baseLimit, reductionPct, input.limitRoundTo);
  const warningEvidence = warningsOf(input);
  return {
    trader,
    desk,
    action,
    tier: decisionTier({ activeSessions, baseLimit, modelTier }, newLimit),
    modelTier,
    baseLimit,
    newLimit,
    reductionPct,
    proposedReductionPct,
    ...trustOf(input, action, proposedReductionPct),
    reasons: proposal.reasons,
    valueAtRisk95: proposal.valueAtRisk95,
    largeLossProbability: proposal.largeLossProbability,
    warnings: warningEvidence.map(({ code }) => code),
    warningEvidence,
    reconciled,
    notProven: proof.notProven,
    notes: proof.notes,
    activeSessions,
    indicators,
    modelId: input.modelId,
    passedOver: input.passedOver,
  };
}

/** A cut is trusted by its record; without one the engine's own confidence stands. */
function trustOf(
  input: DecisionInput,
  action: Action,
  reductionPct: number,
): Pick<Decision, 'confidence' | 'trackRecord'> {
  const { hasHole, hasTieOutFailure, reconciled, proposal, engine, firedRules } = input;
  if (action !== 'cut') return { confidence: isProven(input) && !hasHole ? proposal.confidence : 'low' };
  const [deepest = null] = firedRules;
  const trackRecord = trackRecordOf(input.cutRecord, engine, reductionPct, deepest?.code ?? null);
  const facts = { isCompared: reconciled === true, hasTieOutFailure, hasHole };
  return { confidence: confidenceOf(trackRecord, facts), trackRecord };
}

/** History comes before proof: a new trader is reviewed by hand in any case. */
function actionFor(input: DecisionInput, reductionPct: number): Action {
  if (input.activeSessions < MINIMUM_SESSIONS) return 'review';
  if (!isProven(input)) return 'withheld';
  return reductionPct > 0 ? 'cut' : 'keep';
}

function isProven({ reconciled, proof }: DecisionInput): boolean {
  return reconciled !== false && proof.notProven.length === 0;
}
