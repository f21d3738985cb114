import type { GateDecision, SessionScore } from '../gate.ts';
import type { MomentSums } from './momentSums.ts';

/** What is carried of one trader from session to session. */
export interface TraderState {
  /** Where the trader's VaR reads the pool. */
  readonly exceptionLevel: number;
  readonly tradeProbability: number;
}

/**
 * All that is kept of one session once it is over: what a refit, the gate and the next morning need, and nothing that grows with
 * the history before it.
 */
export interface SessionRecord {
  readonly sessionDate: string;
  /** Sessions settled before this one since the desk's first; every so many are a refit. */
  readonly ordinal: number;
  readonly sums: MomentSums;
  /** z of each training row against the forecast made before it. */
  readonly residuals: Float64Array;
  readonly score: SessionScore;
  /** For each cut curve on trial, the regret and the cuts (percent) that it would have come to, summed over traders. */
  readonly curveRegrets: Float64Array;
  readonly curveCuts: Float64Array;
  /** For each curve, how many of the traders it would have cut by 40 % and more. */
  readonly curveDeepCuts: Float64Array;
  /** The rules' cuts, percent, summed over the same traders. */
  readonly rulesCuts: number;
  /** How many of them the rules would have cut by 40 % and more. */
  readonly rulesDeepCuts: number;
  readonly judged: number;
  /** After the session, by trader. */
  readonly traders: ReadonlyMap<string, TraderState>;
  /** In force on the session's morning. */
  readonly modelId: string;
  readonly gate: GateDecision | null;
}
