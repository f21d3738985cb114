/** One trader on one morning, as every contestant sees them; P&L over S, the trader's scale. */
export interface MorningRow {
  readonly sessionDate: string;
  readonly trader: string;
  /** The product's features, winsorised, NaN = unknown. */
  readonly features: Float64Array;
  /** The plain volatility over S: σ₀. */
  readonly baselineScale: number;
  /** −k/S: the day is a large loss when it ends below. */
  readonly largeLossBelow: number;
}

/** The same once the day is over. */
export interface LearnedRow extends MorningRow {
  /** r: the day's net P&L over S. */
  readonly r: number;
}

export interface ChallengerForecast {
  /** The 5 % quantile of r. */
  readonly q05: number;
  readonly largeLossProbability: number;
}

/** A way to forecast that never speaks in the morning: it is compared with the one that does, on the same rows and cutoffs. */
export interface Challenger {
  readonly name: string;
  /** In a sentence, for whoever reads the table. */
  readonly description: string;
  /** Learns anew from sessions that are over, oldest first. */
  refit(sessions: readonly (readonly LearnedRow[])[]): void;
  /** Null until it has learned enough to speak at all. */
  forecast(row: MorningRow): ChallengerForecast | null;
  /** Called each evening with the session's rows, for what is followed day by day. */
  observe?(rows: readonly LearnedRow[]): void;
}

/** Rows below which a challenger is silent. */
export const MINIMUM_ROWS = 200;

/** Sessions whose residuals make a distribution: as in the product. */
export const POOL_SESSIONS = 250;
