import type { EngineName } from '../../domain/engines/proposal.ts';
import type { StoredForecast } from '../../domain/evaluation/forecastRecord.ts';
import type { ModelFit } from '../../domain/evaluation/modelHistory.ts';

/** The engine that decided for a session. */
export interface EngineSession {
  readonly sessionDate: string;
  readonly engine: EngineName;
}

/** Net P&L of one trader-day as traded, dollars. */
export interface NetDay {
  readonly sessionDate: string;
  readonly trader: string;
  readonly netPnl: number;
}

/** A date with trades: a session with what its morning forecast, or a closed day. */
export interface TradedDate {
  readonly date: string;
  /** By trader; empty: no morning decided for the date. */
  readonly forecasts: readonly StoredForecast[];
  readonly days: readonly NetDay[];
}

/**
 * What the screen of the model reads of a store. The iterables read in slices of a few milliseconds, and let
 * other requests be answered in between.
 */
export interface ModelRecords {
  /** Sessions of a range with decisions, ascending. */
  engines(from: string, through: string): Promise<readonly EngineSession[]>;
  /** The last session that the model has learned; null: none. */
  learnedThrough(): Promise<string | null>;
  /** The fits that learned sessions of a range were forecast with, and one more by its id; oldest first. */
  fits(from: string, through: string, current: EngineFit | null): Promise<readonly ModelFit[]>;
  /** The last `most` days of each trader before a date, each trader's oldest first. */
  daysBefore(date: string, most: number): AsyncIterable<readonly NetDay[]>;
  /** The dates of a range on which anyone traded, ascending. */
  tradedDates(from: string, through: string): AsyncIterable<TradedDate>;
}

/** A fit, and the first session that was decided with it. */
export interface EngineFit {
  readonly id: string;
  readonly firstUsed: string;
}
