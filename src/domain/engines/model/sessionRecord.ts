import type { CutRecord } from '../../outcome/cutRecord.ts';
import type { CutOutcomes, CutProof } from '../cutProof.ts';
import type { GateDecision } from '../gate.ts';
import type { ModelScore } from '../scoreDecay.ts';
import type { UniformCuts } from '../uniformCut.ts';
import type { MomentSums } from './momentSums.ts';
import type { UsualShortfall } from './usualShortfall.ts';

/** The state of one trader that is carried from session to session. */
export interface TraderState {
  /** The quantile level at which the trader's VaR reads the pool. */
  readonly exceptionLevel: number;
  readonly tradeProbability: number;
  /** The usual bound of the expected shortfall; null before the first. */
  readonly usualShortfall: UsualShortfall | null;
}

/**
 * What is stored of one session after it: the input of a refit, of the gate and of the next morning. Its size
 * does not grow with the history before it.
 */
export interface SessionRecord {
  readonly sessionDate: string;
  /**
   * Number of sessions observed before this one since the desk's first. Every fifth (RETRAIN_EVERY_SESSIONS)
   * is a refit.
   */
  readonly ordinal: number;
  readonly sums: MomentSums;
  /** z of each training row against the forecast made before it. */
  readonly residuals: Float64Array;
  /** The trader of each residual; of the last session only, as `traders`. */
  readonly residualTraders: readonly string[];
  readonly score: ModelScore;
  /** For each cut curve on trial, the regret and the cuts (percent), summed over traders. */
  readonly curveRegrets: Float64Array;
  readonly curveCuts: Float64Array;
  /** For each curve, the number of traders with a cut of 40 % or more. */
  readonly curveDeepCuts: Float64Array;
  /** The rules' cuts, percent, summed over the same traders. */
  readonly rulesCuts: number;
  /** The number of them with a cut of 40 % or more by the rules. */
  readonly rulesDeepCuts: number;
  readonly judged: number;
  /** The regret of no cut at all, summed over the same traders. */
  readonly noCutRegret: number;
  /**
   * What one cut for everyone would have made of the session. Null in a session that was learned without it.
   */
  readonly uniformCuts: UniformCuts | null;
  /** What followed the cuts that each engine proposed for the session. */
  readonly cutRecord: CutRecord;
  /** What the cuts of model or rules would have made of the session. */
  readonly cutOutcomes: CutOutcomes;
  /** By trader, after the session. */
  readonly traders: ReadonlyMap<string, TraderState>;
  /** Of the stopped traders: the close that the day is learned with, dollars. */
  readonly drawnCloses: ReadonlyMap<string, number>;
  /** The model of the session's morning. */
  readonly modelId: string;
  readonly gate: GateDecision | null;
  /** What the session's morning knew of the cuts before it. */
  readonly cutProof: CutProof | null;
}
