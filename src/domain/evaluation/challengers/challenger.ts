import type { RealisedVolatility } from '../../indicators/realisedVolatility.ts';

/** One trader on one morning: the input of every contestant. P&L is divided by S, the trader's scale. */
export interface MorningRow {
  readonly sessionDate: string;
  readonly trader: string;
  /** The product's features, winsorised, NaN = unknown. */
  readonly features: Float64Array;
  /** The product's σ₀, and the plain volatility, in units of S. */
  readonly baselineScale: number;
  readonly plainScale: number;
  /** E_λ(V) and E_λ(R), in units of S; null: not known. */
  readonly realised: RealisedVolatility | null;
  /** −k/S: a result below it is a large loss. */
  readonly largeLossBelow: number;
}

/** The same row with the day's result. */
export interface LearnedRow extends MorningRow {
  /** r: the day's net P&L over S. */
  readonly r: number;
}

export interface ChallengerForecast {
  /** The 5 % quantile of r. */
  readonly q05: number;
  readonly largeLossProbability: number;
}

/**
 * An alternative forecast, compared with the product's on the same rows and training dates. It never decides
 * a cut.
 */
export interface Challenger {
  readonly name: string;
  /** One sentence for the table. */
  readonly description: string;
  /** Trains from scratch on past sessions, oldest first. */
  refit(sessions: readonly (readonly LearnedRow[])[]): void;
  /** Null before enough training rows. */
  forecast(row: MorningRow): ChallengerForecast | null;
  /** Called after each session with its rows, for state that is updated daily. */
  observe?(rows: readonly LearnedRow[]): void;
}

/** With fewer training rows a challenger has no forecast. */
export const MINIMUM_ROWS = 200;

/** Sessions whose residuals form the pooled distribution, as in the product. */
export const POOL_SESSIONS = 250;
