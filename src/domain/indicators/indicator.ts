import type { TraderSeries } from './traderSeries.ts';

/** What surrounds a trader on the morning after `previousSession`. */
export interface DeskMorning {
  /** The last session that may be known, YYYY-MM-DD. */
  readonly previousSession: string;
  /** Market sessions since the trader last traded: 0 when the last was the previous session; null if never. */
  readonly idleSessions: number | null;
  /** The trader's own r on the previous session; null when idle then, or without a scale. */
  readonly previousSessionScaledPnl: number | null;
  /** r of all traders with one on the previous session, ascending, the trader's own among them: one array for the desk. */
  readonly deskSortedScaledPnl: Float64Array;
}

export type IndicatorFamily =
  | 'momentum'
  | 'volatility'
  | 'outcome'
  | 'drawdown'
  | 'activity'
  | 'behaviour'
  | 'desk';

/** One row of the registry: read by the report, the commands, the README and the tests alike. */
export interface Indicator {
  /** Stable snake_case name used in JSON and CSV. */
  readonly id: string;
  readonly family: IndicatorFamily;
  readonly label: string;
  readonly unit: string;
  /** Active sessions looked at. */
  readonly windowSessions: number;
  /** Observations below which the value is null. */
  readonly minimumObservations: number;
  /** What that null means, and what else leads to it: "fewer than …" names what an observation is. */
  readonly nullReason: string;
  /** Which direction makes a risk manager worry. */
  readonly worse: 'higher' | 'lower' | 'either';
  readonly formula: string;
  /** What it tells a risk manager, one sentence. */
  readonly sentence: string;
  readonly source: string;
  /** Depends on what surrounds the trader, not on the trader's own sessions alone. */
  readonly seesMorning?: true;
  /** Sees the trader's active sessions through the previous one, and what the desk did on it; no more. */
  readonly compute: (series: TraderSeries, morning: DeskMorning) => number | null;
}
