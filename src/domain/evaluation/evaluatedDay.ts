import type { JudgedDay } from '../outcome/counterfactual.ts';
import type { ProposedCut } from './strategies.ts';

/** Whose proposals are judged: an engine's, or those of the engine that was in force on the session. */
export type JudgedEngine = 'ridge' | 'rules' | 'inForce';

/** A trader-day that was traded, with what was proposed for it beforehand. */
export interface EvaluatedDay {
  readonly sessionDate: string;
  readonly trader: string;
  /** Dollars, before any cut. */
  readonly baseLimit: number;
  /** The day's net P&L as it was, dollars. */
  readonly netPnl: number;
  /** Null where the day's path cannot be judged, see judgedDay: it counts in rates of cuts, not in dollars. */
  readonly day: JudgedDay | null;
  /** Null where the engine was silent about the trader. */
  readonly proposals: Readonly<Record<JudgedEngine, ProposedCut | null>>;
  /**
   * The 15 % quantile of the trader's own active-day P&L before the session, dollars, a P&L and so usually negative; null
   * while the history is too short.
   */
  readonly ownLargeLossPnl: number | null;
}
