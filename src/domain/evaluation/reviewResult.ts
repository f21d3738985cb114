import type { EngineName } from '../engines/proposal.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import type { ImpactByStrategy } from './impact.ts';

/** What was really decided and mailed in a month, beside what the walk says of it, and how the scores moved. */
export interface MonthlyReview {
  /** YYYY-MM. */
  readonly month: string;
  readonly decided: DecidedMonth;
  /** The month's scores beside those of the months before it in the store. */
  readonly drift: readonly ScoreDrift[];
}

export interface DecidedMonth {
  /** Sessions of the month with a decision that was mailed. */
  readonly sessions: number;
  readonly traderDays: number;
  readonly cuts: number;
  /** Trader-days on which the walk proposes the same cut. */
  readonly agreeing: number;
  /** The others, those with the largest difference first; at most fifty. */
  readonly differences: readonly DecisionDifference[];
  /** How many differences there are in all. */
  readonly differing: number;
  /** What the limits as mailed would have done, were they kept; the limit strategy. */
  readonly limit: ImpactByStrategy['limit'];
}

export interface DecisionDifference {
  readonly sessionDate: string;
  readonly trader: string;
  readonly decidedEngine: EngineName;
  readonly decidedPct: number;
  readonly walkedEngine: 'ridge' | 'rules';
  readonly walkedPct: number;
  /** Why a decision may differ: the walk knows neither tie-outs nor what the store held then. */
  readonly action: 'cut' | 'keep' | 'review' | 'withheld';
}

export interface ScoreDrift {
  /** pinballRatio: the VaR's pinball loss over that of the plain volatility alone, so that a quiet month credits nobody. */
  readonly score: 'varExceptionRate' | 'pinballRatio' | 'regret';
  readonly month: number | null;
  readonly before: number | null;
  /**
   * 5 % and 95 % bounds of month − before, sessions resampled; null with fewer than ten sessions on either side, of regret also
   * with fewer than ten binding days, of pinballRatio with fewer than ten breaches.
   */
  readonly differenceInterval: Interval | null;
  readonly verdict: 'worse' | 'better' | 'could be chance' | 'not enough to tell';
}
