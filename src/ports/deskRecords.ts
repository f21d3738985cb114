import type { TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { InForce } from '../domain/limits/inForce.ts';
import type { LimitEvent } from '../domain/limits/limitEvent.ts';
import type { Override } from '../domain/limits/override.ts';
import type { PlatformFileKind } from '../domain/limits/profile/platformRows.ts';
import type { LimitDuring } from '../domain/outcome/classifiedDay.ts';
import type { MorningReport } from '../domain/report/report.ts';
import type { RosterEntry } from '../domain/roster/roster.ts';
import type { AuditReader } from './auditReader.ts';
import type { BacktestResults } from './backtestResults.ts';
import type { DateRange } from './ledgerStore.ts';
import type { LimitFileResult } from './limitFiles.ts';
import type { MorningVersions } from './morningVersions.ts';
import type { OutboxEntry } from './outbox.ts';
import type { StepName } from './runLedger.ts';
import type { UnconfirmedAnswer } from './unconfirmedAnswers.ts';

/** A decided morning as it is stored, with what became of it since. */
export interface MorningRecord {
  readonly report: MorningReport;
  readonly decidedAt: Date;
  /** Answers to the mails of the session (applied, different, not-applied), oldest first. */
  readonly answers: readonly LimitEvent[];
  readonly unconfirmed: readonly UnconfirmedAnswer[];
  readonly mails: readonly OutboxEntry[];
}

/**
 * not-begun: no step was begun. running: a step is under way. failed: the last step failed and is tried
 * again. over: the deadline has passed, so no limits are mailed any more.
 */
export type UndecidedState = 'not-begun' | 'running' | 'failed' | 'over';

/** A session that is due and not decided. */
export interface UndecidedMorning {
  readonly sessionDate: string;
  readonly state: UndecidedState;
  /** The step under way, or the one that failed; null: none. */
  readonly step: StepName | null;
  /** When the morning begins, or began. */
  readonly beginsAt: Date;
  /** When it is worth asking again. */
  readonly askAgainAt: Date;
}

/** A trader of the roster with the limit in force during the session due now. */
export interface DeskTrader {
  readonly entry: RosterEntry;
  /** Dollars. */
  readonly baseLimit: number;
  /** null: the trader is not active. */
  readonly inForce: InForce | null;
}

/** A trader-day with the limit that was in force during it. */
export interface TraderDayRecord {
  readonly day: TraderDaySummary;
  readonly limit: LimitDuring;
}

/** What a web server reads of the desk. It reads what mornings have stored, and decides nothing. */
export interface DeskRecords extends MorningVersions {
  /** Another text after every change that any process made to the database. */
  mark(): Promise<string>;
  /** The session that the desk stands at. */
  dueSession(): Promise<string>;
  /** null: no morning decided for the session. */
  morning(sessionDate: string): Promise<MorningRecord | null>;
  undecided(sessionDate: string): Promise<UndecidedMorning>;
  /** In the order of the roster. */
  traders(): Promise<readonly DeskTrader[]>;
  /**
   * The first `limit` trader-days of a range, oldest first.
   * @throws InputError `unknown_trader`
   */
  traderDays(trader: string, range: DateRange, limit: number): Promise<readonly TraderDayRecord[]>;
  /** Every override, oldest first. */
  overrides(): Promise<readonly Override[]>;
  readonly audit: AuditReader['after'];
  /** The names of LIMITS_PROFILES. */
  readonly profiles: readonly string[];
  /** The file of one profile. @throws InputError `unknown_profile` */
  limitsFile(report: MorningReport, profile: string, kind: PlatformFileKind): Promise<LimitFileResult>;
  readonly backtests: BacktestResults;
}
