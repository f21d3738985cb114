import type { CloseRatios } from './realisedVolatility.ts';
import type { SeriesEnd } from './seriesEnd.ts';
import type { TraderSeries } from './traderSeries.ts';

/**
 * What a trader's indicators use besides the trader's own sessions, on the morning after `previousSession`.
 */
export interface DeskMorning {
  /** The last session whose facts may be used, YYYY-MM-DD. */
  readonly previousSession: string;
  /**
   * Market sessions since the trader's last active one: 0 if that was the previous session; null if never
   * active.
   */
  readonly idleSessions: number | null;
  /** The trader's own r on the previous session; null when idle on it, or without a scale. */
  readonly previousSessionScaledPnl: number | null;
  /**
   * r of all traders on the previous session, ascending, the trader's own included. The desk shares one
   * array.
   */
  readonly deskSortedScaledPnl: Float64Array;
  /** The desk's medians of the ratios of close to trips and ranges, all traders of the roster included. */
  readonly deskCloseRatios: CloseRatios;
}

export type IndicatorFamily =
  | 'momentum'
  | 'volatility'
  | 'outcome'
  | 'drawdown'
  | 'activity'
  | 'behaviour'
  | 'desk';

/** What every row of the registry has; reports, commands, docs and tests use it. */
interface IndicatorRow {
  /** Stable snake_case name used in JSON and CSV. */
  readonly id: string;
  readonly family: IndicatorFamily;
  readonly label: string;
  readonly unit: string;
  /** Active sessions that the value depends on. */
  readonly windowSessions: number;
  /** With fewer observations the value is null. */
  readonly minimumObservations: number;
  /** Why the value is null. "fewer than …" names what an observation is. */
  readonly nullReason: string;
  /** Which direction means more risk. */
  readonly worse: 'higher' | 'lower' | 'either';
  readonly formula: string;
  /** What it tells a risk manager, one sentence. */
  readonly sentence: string;
  readonly source: string;
  /** True if the traders of a desk share the value, but for their own part in it. */
  readonly isOfDesk?: true;
}

/** Uses only the trader's own active sessions through the previous session. */
export interface TraderIndicator extends IndicatorRow {
  readonly dependsOnMorning?: never;
  readonly compute: (series: TraderSeries) => number | null;
}

/** Uses the morning too: the desk's results on the previous session, or how long the trader has been idle. */
export interface MorningIndicator extends IndicatorRow {
  readonly dependsOnMorning: true;
  readonly compute: (series: SeriesEnd, morning: DeskMorning) => number | null;
}

/** One row of the registry. */
export type Indicator = TraderIndicator | MorningIndicator;
