import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';

/** What an indicator may see of a trader on the morning of a session: facts through the session before, no more. */
export interface IndicatorInput {
  /** The trader's last 250 active sessions, oldest first, all before the session decided for. */
  readonly days: readonly TraderDaySummary[];
  /** r = net / S(previous active session), one per day; null while the scale lacks 20 sessions. */
  readonly scaledPnl: readonly (number | null)[];
  /** S through each day, dollars; null below 20 active sessions. */
  readonly scale: readonly (number | null)[];
  /** Market sessions since the trader last traded: 0 when the last was the previous session; null if never. */
  readonly idleSessions: number | null;
  /** Scaled P&L of every other trader who was active on the previous session. */
  readonly othersScaledPnl: readonly number[];
  /** The trader's own scaled P&L on the previous session; null when idle then. */
  readonly previousSessionScaledPnl: number | null;
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
  readonly compute: (input: IndicatorInput) => number | null;
}
