import type { StrategyKey } from '../domain/engines/shadowStrategy.ts';
import type { ShadowMorning } from '../domain/evaluation/shadowComparison.ts';
import type { ShadowScore, ShadowSession } from '../domain/evaluation/shadowScore.ts';
import type { RunLease } from './runLedger.ts';

/** A strategy that did not decide for a session, and why. */
export interface FailedShadow extends StrategyKey {
  readonly sessionDate: string;
  readonly failure: string;
}

/**
 * What shadow strategies decided, next to the strategy in force. Nothing that is mailed reads it. Another
 * definition under the same name is another strategy.
 */
export interface ShadowStore {
  /**
   * Replaces what the strategies decided for the session of the lease. Each is recorded in the audit trail.
   * @throws StoreError `lease_lost`
   */
  save(
    lease: RunLease,
    shadows: readonly (ShadowSession | FailedShadow)[],
    at: Date,
    revision: number,
  ): Promise<void>;
  /** What was decided for a session, without the strategies that did not decide. */
  decided(sessionDate: string): Promise<readonly ShadowSession[]>;
  /** Replaces the scores of the same session and strategy. */
  saveScores(scores: readonly ShadowScore[]): Promise<void>;
  /** Which strategies decided for sessions of a range, and which did not; by session, then name. */
  mornings(from: string, through: string): Promise<readonly ShadowMorning[]>;
  /** Scores of sessions of a range, by session, then name. */
  scores(from: string, through: string): Promise<readonly ShadowScore[]>;
}
