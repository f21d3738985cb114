import type { InForce } from '../../domain/limits/inForce.ts';
import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import type { Override } from '../../domain/limits/override.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { MorningState } from '../../domain/session/morningStates.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { UnconfirmedAnswer } from '../unconfirmedAnswers.ts';
import type { ReplacedDecision, StoredMail, StoredStep } from './screenRecords.ts';

/** The state of one session's morning. */
export interface MorningStatus {
  readonly times: MorningTimes;
  readonly state: MorningState;
  readonly mails: readonly StoredMail[];
  readonly steps: readonly StoredStep[];
}

/** One morning with everything that was said about it since. */
export interface StoredMorning {
  readonly report: MorningReport;
  readonly replaced: readonly ReplacedDecision[];
  /** Events of the session: mails, answers, and what was stated or read back. */
  readonly events: readonly LimitEvent[];
  readonly unconfirmed: readonly UnconfirmedAnswer[];
  readonly mails: readonly StoredMail[];
  /** At least one recipient has the mail, or may have it: it can be answered. */
  readonly isMailed: boolean;
  /** Dollars that each trader may lose before the drawdown rule cuts; a trader may be missing. */
  readonly rooms: ReadonlyMap<string, number>;
}

/** The limits that hold now, and the overrides that are open or ended last. */
export interface DeskNow {
  /** By active trader. */
  readonly inForce: ReadonlyMap<string, InForce>;
  readonly baseLimits: ReadonlyMap<string, number>;
  readonly overrides: readonly Override[];
}

/** Reads mornings for the screens; nothing is decided here. */
export interface MorningReader {
  /** Differs when what the screens show of mornings has changed. */
  version(): Promise<string>;
  /** The session that the desk stands at. */
  dueSession(): Promise<string>;
  /** The last decided session through a date; null: none was. */
  lastDecided(through: string): Promise<string | null>;
  status(sessionDate: string): Promise<MorningStatus>;
  /** null: nothing was decided for the session. */
  morning(sessionDate: string): Promise<StoredMorning | null>;
  now(): Promise<DeskNow>;
}
