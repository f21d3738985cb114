import type { EngineInForce, EngineName } from '../engines/proposal.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import type { DriftLook } from './driftLook.ts';
import type { ImpactByStrategy, StrategyImpact } from './impact.ts';
import type { MailedMonth } from './mailedMonth.ts';
import type { MonthData } from './monthData.ts';
import type { ReviewedShadow } from './reviewShadows.ts';
import type { TailComparison } from './tailComparison.ts';
import type { TraderMonth } from './tradersToDiscuss.ts';

/** The decisions mailed in a month compared with the walk, and how the scores changed. */
export interface MonthlyReview {
  /** YYYY-MM. */
  readonly month: string;
  readonly decided: DecidedMonth;
  /** What the mails asked for, what was set, and what became of the limits in force. */
  readonly mailed: MailedMonth;
  /**
   * The worst days of the desk under base limits and under the cuts of the walk, over the last sessions
   * through the month, at most 250; null without a session.
   */
  readonly tail: TailComparison | null;
  /** The traders to talk about, most urgent first; at most three. */
  readonly discuss: readonly TraderMonth[];
  readonly data: MonthData;
  /** The month's scores compared with those of the earlier months in the store. */
  readonly drift: readonly ScoreDrift[];
  /** The last weekly look through the month; null: no morning made one. */
  readonly look: DriftLook | null;
  /** What shadow strategies decided, in the 250 sessions through the month; empty: none did. */
  readonly shadows: readonly ReviewedShadow[];
}

export interface DecidedMonth {
  /** Sessions of the month with a mailed decision. */
  readonly sessions: number;
  readonly traderDays: number;
  readonly cuts: number;
  /** Trader-days with the same cut in the walk. */
  readonly agreeing: number;
  /** The other trader-days, largest difference first; at most 50. */
  readonly differences: readonly DecisionDifference[];
  /** The number of all differences. */
  readonly differing: number;
  /** The effect of the mailed limits if they had been kept; limit strategy. */
  readonly limit: ImpactByStrategy['limit'];
  /** Binding days of `limit` that a limit in force ended: what would have followed is estimated. */
  readonly estimatedDays: number;
  /** The mailed overrides, by author, then reason. */
  readonly overrides: readonly OverrideScore[];
}

/**
 * What the overrides of one author for one reason saved or cost against Daybreak's own recommendation. A
 * binding day is one on which its P&L differs under the two limits.
 */
export interface OverrideScore extends StrategyImpact {
  readonly by: string;
  /** A key of overrideReasons. */
  readonly reason: string;
  /** Trader-days with such an override. */
  readonly traderDays: number;
  /** Binding days that a limit in force ended: what would have followed is estimated. */
  readonly estimatedDays: number;
  /** Days with an unknown path, or stopped before the wider limit without an estimate. Not in the sums. */
  readonly notKnownDays: number;
}

export interface DecisionDifference {
  readonly sessionDate: string;
  readonly trader: string;
  readonly decidedEngine: EngineName;
  readonly decidedPct: number;
  readonly walkedEngine: EngineInForce;
  readonly walkedPct: number;
  /**
   * The action explains many differences: the walk does not reconcile P&L, and the store may have held other
   * fills then.
   */
  readonly action: 'cut' | 'keep' | 'review' | 'withheld';
}

export interface ScoreDrift {
  /**
   * pinballRatio is the VaR's pinball loss divided by that of the plain volatility, so a quiet month does not
   * look like an improvement.
   */
  readonly score: 'varExceptionRate' | 'pinballRatio' | 'regret';
  readonly month: number | null;
  readonly before: number | null;
  /**
   * 5 % and 95 % bounds of month − before, sessions resampled. Null with fewer than ten sessions on either
   * side; for regret also with fewer than ten binding days, for pinballRatio with fewer than ten breaches.
   */
  readonly differenceInterval: Interval | null;
  readonly verdict: 'worse' | 'better' | 'could be chance' | 'not enough to tell';
}
