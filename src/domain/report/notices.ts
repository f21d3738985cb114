import type { Decision } from '../decision/decision.ts';
import type { InForceSource } from '../decision/limitLine.ts';
import type { EngineName } from '../engines/proposal.ts';
import type { BacktestResult } from '../evaluation/backtestResult.ts';
import type { StressResult } from '../risk/stress/stressResult.ts';
import type { Alert, DataQualityNote, MorningReport } from './report.ts';
import type { ReviewedCompliance } from './review/reviewInput.ts';

/** When a notice was written, and the zone in which its times are shown. */
interface NoticeTime {
  readonly at: Date;
  readonly timezone: string;
}

/**
 * Why a morning is late: the source has not finished the session, sent only part of it, or does not answer;
 * the run fails; or the limits are decided, and the mail server does not take them.
 */
export type Delay = 'not_ready' | 'incomplete' | 'unreachable' | 'failing' | 'undelivered';

/** To risk managers, when the limits of a session are late but may still come. */
export interface LateNotice extends NoticeTime {
  /** The session without limits so far. */
  readonly sessionDate: string;
  readonly delay: Delay;
  /** What was found. The text may come from the source. */
  readonly detail: string;
  readonly since: Date;
  /** The next try; null during a try. */
  readonly nextTryAt: Date | null;
  /** When the FAILED notice is sent, if no limits come before. */
  readonly untilAt: Date;
  readonly missingSessions: readonly string[];
  readonly missingAccounts: readonly string[];
  /** The session whose mailed limits stay in force until then; null when none were mailed. */
  readonly limitsOf: string | null;
  /** What the platform enforces now; absent where it could not be read. */
  readonly standing?: readonly StandingLimit[];
  readonly unknown: UnknownToNotice;
}

/** What a notice cannot state, because the database could not be read. */
export interface UnknownToNotice {
  /** Whether limits were mailed for the session. */
  readonly wasMailed: boolean;
  /** Which limits were mailed last. */
  readonly limitsBefore: boolean;
}

/** The limits of every trader that were mailed last. */
export interface LimitsInForce {
  readonly sessionDate: string;
  readonly decisions: readonly Decision[];
  /** What the platform enforces now, as far as it is known; absent where it could not be read. */
  readonly standing?: readonly StandingLimit[];
}

/** The limit in force of one trader. */
export interface StandingLimit {
  readonly trader: string;
  readonly desk: string;
  readonly baseLimit: number;
  /** Dollars; null: unknown. */
  readonly dollars: number | null;
  readonly source: InForceSource;
  /** The session since which it holds; null: since ever. */
  readonly since: string | null;
}

/** To risk managers, when a session gets no limits. */
export interface FailedNotice extends NoticeTime {
  readonly sessionDate: string;
  /** One sentence for risk managers. */
  readonly why: string;
  readonly inForce: LimitsInForce | null;
  readonly unknown: UnknownToNotice;
}

/** To risk managers, when limits already mailed for the session were wrong. */
export interface CorrectionReport extends NoticeTime {
  /** The morning as it should have been. */
  readonly report: MorningReport;
  /** What was mailed last for the same session. */
  readonly before: readonly Decision[];
  readonly originalSubject: string;
  /** 1 for the session's first correction. */
  readonly number: number;
  /** What changed, for example late fills. */
  readonly reason: string;
}

/** A mailed change without an answer. */
export interface UnansweredChange {
  readonly trader: string;
  readonly desk: string;
  /** The limit in force before the mail, dollars; null: unknown. */
  readonly before: number | null;
  /** Dollars. */
  readonly target: number;
  readonly baseLimit: number;
  readonly reason: string;
  /** When an answer came that is not confirmed; null: none did. */
  readonly unconfirmedAt: Date | null;
}

/** To risk managers, before the deadline, when mailed changes have no answer. */
export interface ReminderNotice extends NoticeTime {
  readonly sessionDate: string;
  readonly originalSubject: string;
  /** The links answer until then. */
  readonly closesAt: Date;
  /** How many changes the mails asked for. */
  readonly changes: number;
  readonly unanswered: readonly UnansweredChange[];
}

export type AlertKind =
  | 'run_failed'
  | 'mail_undelivered'
  | 'circuit_breaker'
  | 'self_doubt'
  | 'cuts_switched'
  | 'score_decay'
  | 'traders_critical'
  | 'backup_failed';

/** To the operator. Its texts contain no secret: the caller removes them. */
export interface AlertNotice extends NoticeTime {
  readonly kind: AlertKind;
  /** The error's or finding's stable code. */
  readonly code: string;
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  readonly sessionDate: string | null;
  readonly step: string | null;
  /** 1 for the first; null where nothing was tried. */
  readonly attempt: number | null;
  /** One a recipient, trader or figure that it is about. */
  readonly items: readonly { readonly label: string; readonly text: string }[];
  /** The last lines of the log, oldest first. */
  readonly logLines: readonly string[];
  /** What Daybreak does next by itself. */
  readonly next: string;
}

/** To the operator, after a morning that succeeded, where NOTIFY_SUCCESS is set. */
export interface SuccessNotice extends NoticeTime {
  readonly sessionDate: string;
  readonly dataThrough: string;
  readonly engine: EngineName;
  readonly engineReason: string;
  readonly decisions: readonly Decision[];
  readonly alerts: readonly Alert[];
  readonly recipients: readonly { readonly address: string; readonly status: string }[];
  /** In the order of the steps. */
  readonly durations: readonly { readonly step: string; readonly milliseconds: number }[];
  readonly dataQuality: readonly DataQualityNote[];
}

/** To any address, to test whether mail arrives and can be read. */
export interface TestNotice extends NoticeTime {
  /** `mail.desk.example:587`. */
  readonly server: string;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly from: string;
}

/** To risk managers and their head, once a month: the P&L that the cuts saved or cost. */
export interface ReviewNotice extends NoticeTime {
  /** Of one month, with its review. */
  readonly result: BacktestResult;
  /** The desk at the close of the month; null: not computed. */
  readonly stress: StressResult | null;
  /** null: not asked for. */
  readonly compliance: ReviewedCompliance | null;
  /** The page for print and its appendix, HTML, to be attached. */
  readonly page: string;
  readonly appendix: string;
}
