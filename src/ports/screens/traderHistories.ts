import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import type { InForce } from '../../domain/limits/inForce.ts';
import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import type { Override } from '../../domain/limits/override.ts';
import type { DayKind } from '../../domain/outcome/classifiedDay.ts';
import type { Alert } from '../../domain/report/report.ts';
import type { RosterEntry } from '../../domain/roster/roster.ts';
import type { StoredDecision } from '../outbox.ts';

/** One session of a trader: the day, the limit during it, and what the limit did to the day. */
export interface TraderSession {
  readonly sessionDate: string;
  /** null: the trader did not trade. */
  readonly day: TraderDaySummary | null;
  /** The limit in force during the session, dollars; null: unknown. */
  readonly limit: number | null;
  readonly kind: DayKind;
  /** When the limit was reached, seconds since midnight; null: it was not. */
  readonly reachedSecond: number | null;
  /** Net P&L with the drawn close of a stopped day, dollars: what forecasts are scored with. */
  readonly scoredPnl: number | null;
}

/** The path of one day, as far as it is stored. */
export interface TraderPath {
  readonly sessionDate: string;
  readonly basis: LimitBasis;
  readonly marks: readonly LowWaterMark[];
}

/** What is stored of one trader. */
export interface TraderHistory {
  readonly entry: RosterEntry;
  /** Dollars. */
  readonly baseLimit: number;
  readonly dueSession: string;
  /** During the session due now; null: the trader is not active. */
  readonly inForce: InForce | null;
  /** The last 120 sessions with facts of the desk, oldest first. */
  readonly sessions: readonly TraderSession[];
  /** The decisions for the sessions and for the one due now, oldest first. */
  readonly decisions: readonly StoredDecision[];
  /** The critical alerts of the trader on the morning of the last of these decisions. */
  readonly criticalAlerts: readonly Alert[];
  /** Events that concern the trader since the first of the sessions, oldest first. */
  readonly events: readonly LimitEvent[];
  readonly overrides: readonly Override[];
  /** Of the asked day, or of the last one that the trader traded; null: no such day. */
  readonly path: TraderPath | null;
}

export interface TraderHistories {
  /**
   * @param day the session whose path is shown; null: the last one.
   * @throws InputError `unknown_trader`
   */
  history(trader: string, day: string | null): Promise<TraderHistory>;
}
