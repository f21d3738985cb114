import type { DayForecast } from '../../engines/model/dayForecast.ts';
import type { JudgedDay } from '../../outcome/counterfactual.ts';

/** What a stress test knows of a desk at the close of a session. All money is dollars. */
export interface StressInput {
  /** The session at whose close the desk is stressed, YYYY-MM-DD. */
  readonly sessionDate: string;
  readonly traders: readonly StressTrader[];
  /** Residuals of the last 250 learned sessions, oldest first. */
  readonly residuals: readonly SessionResiduals[];
  /** The last 60 sessions, oldest first, with every trader-day that is known. */
  readonly sessions: readonly StressSession[];
  /** The worst sessions of the desk among the last 250, the worst first, at most ten. */
  readonly worstSessions: readonly StressSession[];
  /** The largest exposure of the desk in five-minute steps, all traders netted; null: not recorded. */
  readonly nettedExposure: LargestExposure | null;
  /** Symbols held overnight whose multiplier or rate is unknown: they are in no figure. */
  readonly unvalued: readonly string[];
  /** Cost of closing a position at a stop, in basis points of its notional. */
  readonly slippageBasisPoints: number;
}

export interface StressTrader {
  readonly trader: string;
  readonly baseLimit: number;
  /** The daily loss limit in force; null: not known, and the base limit counts. */
  readonly limitInForce: number | null;
  /** Open positions at the close, one entry a symbol. */
  readonly positions: readonly HeldPosition[];
  /** Of the trader's active days among the last 60 sessions; null: none is recorded. */
  readonly exposure: TraderExposure | null;
  /** The forecast of the next day; null: the trader has no forecast. */
  readonly forecast: DayForecast | null;
  /** The worst net P&L of a day in the last 250 sessions; null: no day is stored. */
  readonly worstDayPnl: number | null;
}

/** A position in one symbol. */
export interface HeldPosition {
  readonly symbol: string;
  /** Long is positive, short is negative, at the last known price. */
  readonly notional: number;
}

/** Notional of positions that were opened within the session. Each figure is 0 or more. */
export interface LargestExposure {
  readonly netLong: number;
  readonly netShort: number;
  readonly gross: number;
}

export interface TraderExposure {
  /** The largest of all days. */
  readonly worst: LargestExposure;
  /** The median over days of each day's largest. */
  readonly usual: LargestExposure;
  /** Days that have the figures. */
  readonly days: number;
  /** Median over days of the notional traded. */
  readonly tradedNotional: number;
}

export interface SessionResiduals {
  readonly sessionDate: string;
  /** z of each trader with a forecast who traded. */
  readonly byTrader: ReadonlyMap<string, number>;
}

export interface StressSession {
  readonly sessionDate: string;
  readonly days: readonly StressDay[];
}

export interface StressDay {
  readonly trader: string;
  readonly netPnl: number;
  /** The path for limits; null: it cannot be separated from fills of unknown time. */
  readonly judged: JudgedDay | null;
  /** The trader's present size as a multiple of the size then. */
  readonly sizeFactor: number;
}
