import type { EngineName } from '../engines/proposal.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import type { ImpactByStrategy } from './impact.ts';

/** The decisions mailed in a month compared with the walk, and how the scores changed. */
export interface MonthlyReview {
  /** YYYY-MM. */
  readonly month: string;
  readonly decided: DecidedMonth;
  /** The month's scores compared with those of the earlier months in the store. */
  readonly drift: readonly ScoreDrift[];
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
}

export interface DecisionDifference {
  readonly sessionDate: string;
  readonly trader: string;
  readonly decidedEngine: EngineName;
  readonly decidedPct: number;
  readonly walkedEngine: 'ridge' | 'rules';
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
