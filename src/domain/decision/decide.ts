import { DecisionError } from '../../errors.ts';
import type { Action, Decision, Proposal } from './decision.ts';
import type { WarningFacts } from './warningSigns.ts';
import { warningsOf } from './warnings.ts';

/** Fewer active sessions than this and no engine is trusted: a person decides (methods: from forecast to cut). */
export const MINIMUM_SESSIONS = 20;
/** A cut below this many percent is noise to a risk manager and becomes none. */
const SMALLEST_CUT_PCT = 10;

export interface DecisionInput extends WarningFacts {
  readonly trader: string;
  readonly desk: string;
  readonly proposal: Proposal;
  readonly activeSessions: number;
  readonly reconciled: boolean | null;
  /** Percent; no cut goes beyond it. */
  readonly maxReductionPct: number;
  readonly modelId: string | null;
  readonly passedOver: Decision['passedOver'];
}

/** Turns what an engine asks for into what the risk manager is asked to do. */
export function decide(input: DecisionInput): Decision {
  const { trader, desk, baseLimit, proposal, activeSessions, reconciled, indicators } = input;
  const proposedReductionPct = allowedReduction(input);
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

/** Dollars to the cent, cut off below it: a limit is never rounded up. */
export function limitAfter(baseLimit: number, reductionPct: number): number {
  if (!Number.isFinite(baseLimit) || baseLimit <= 0) {
    throw new DecisionError('bad_base_limit', `Base limit: ${baseLimit}; expected dollars above 0`, {
      hint: 'Correct the trader on the roster: npm run roster set -- TRADER --limit DOLLARS.',
    });
  }
  return Math.floor(baseLimit * (100 - reductionPct) + 1e-6) / 100;
}

/** Capped, and to the nearest 5 below the cap; anything under 10 is none (methods: from forecast to cut). */
function allowedReduction({ proposal, maxReductionPct }: DecisionInput): number {
  const rounded = Math.min(Math.round(proposal.reductionPct / 5) * 5, maxReductionPct);
  return rounded < SMALLEST_CUT_PCT ? 0 : rounded;
}

/** History is asked before reconciliation: a newcomer is looked at by hand whatever the totals say. */
function actionFor(input: DecisionInput, reductionPct: number): Action {
  if (input.activeSessions < MINIMUM_SESSIONS) return 'review';
  if (input.reconciled === false) return 'withheld';
  return reductionPct > 0 ? 'cut' : 'keep';
}
