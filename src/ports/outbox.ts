import type { DeskFacts } from '../domain/compliance/deskFacts.ts';
import type { Decision } from '../domain/decision/decision.ts';
import type { EngineName } from '../domain/engines/proposal.ts';
import type { MorningReport } from '../domain/report/report.ts';
import type { MailAddressing, SealedMail } from './mail.ts';
import type { RunLease } from './runLedger.ts';

export interface QueuedMail extends SealedMail {
  readonly id: number;
  readonly attempts: number;
  /** Earlier attempts that may have reached the server. */
  readonly ambiguousTries: number;
  readonly expiresAt: Date;
}

/** pending → claimed → sent, or refused, ambiguous, expired. */
export type OutboxStatus = 'pending' | 'claimed' | 'sent' | 'refused' | 'ambiguous' | 'expired';

export interface OutboxEntry {
  readonly recipient: string;
  /** The recipient was one of EMAIL_RECIPIENTS when the mail was queued. */
  readonly toDesk: boolean;
  readonly messageId: string;
  readonly status: OutboxStatus;
  readonly attempts: number;
  /** Attempts that may have reached the server, though it was not heard to say so. */
  readonly ambiguousTries: number;
  readonly response: string | null;
  readonly queuedAt: Date;
  /** When it was sent or given up; null before. */
  readonly settledAt: Date | null;
  /** null: at once. */
  readonly nextAttemptAt: Date | null;
  readonly expiresAt: Date;
}

/** What became of a claimed mail. */
export interface MailSettlement {
  readonly status: Exclude<OutboxStatus, 'claimed' | 'expired'>;
  readonly response: string;
  /** Whether this attempt may have reached the server. */
  readonly ambiguous: boolean;
  /** For a pending one: not before then. */
  readonly nextAttemptAt: Date | null;
}

/** Mails that are no longer to be sent, and why. */
export interface WithdrawnMails {
  readonly kind: MailAddressing['kind'];
  readonly recipients: readonly string[];
  readonly reason: string;
}

/** A restore after which it is unknown whether mails of a session had gone out. */
export interface RestoredBackup {
  readonly at: Date;
  /** Mails of the session and kind that the backup held as yet to be sent. */
  readonly mails: number;
}

/**
 * The mails to send, one row per recipient. A row is sent twice only where the result of its first attempt
 * was ambiguous. Every write needs a lease.
 */
export interface Outbox {
  entries(sessionDate: string, kind: MailAddressing['kind']): Promise<readonly OutboxEntry[]>;
  /** Mails already queued for the same session, kind, sequence, code and recipient stay as they are. */
  queue(lease: RunLease, mails: readonly OutgoingMail[], at: Date): Promise<void>;
  /**
   * Claims, by compare-and-set, one pending mail whose time to be tried has come and not passed; null when
   * none is left.
   */
  claim(lease: RunLease, kind: MailAddressing['kind'], now: Date): Promise<QueuedMail | null>;
  settle(lease: RunLease, id: number, settlement: MailSettlement, at: Date): Promise<void>;
  /**
   * Mails of the session that an earlier owner claimed and never settled: each may have reached the server.
   * Once they are pending again, a second time or after their time they are `ambiguous` for good. A mail that
   * a worker claimed stays its own while it is held (`MailClaims`); one that it does not hold yet is pending
   * again, because the server cannot have it.
   */
  recover(lease: RunLease, now: Date): Promise<readonly OutboxEntry[]>;
  /**
   * Makes mails that certainly did not arrive (refused, expired) pending again until `expiresAt`, because
   * the operator has corrected the cause and started the run again.
   */
  reopen(lease: RunLease, kind: MailAddressing['kind'], expiresAt: Date): Promise<void>;
  /**
   * Mails of every session whose time has passed become `expired`, or `ambiguous` where one may have arrived;
   * says how many. Those claimed by a process that may still be alive are left to it.
   */
  expire(lease: RunLease, now: Date): Promise<number>;
  /**
   * Pending mails of these recipients become `expired` with the reason as their response: they are no longer
   * true.
   */
  withdraw(lease: RunLease, mails: WithdrawnMails, at: Date): Promise<void>;
  /** Mails that workers claimed under this lease and do not hold yet are pending again. */
  takeBack(lease: RunLease, kind: MailAddressing['kind']): Promise<void>;
  /** The last restore of the database; null where there was none. */
  restored(sessionDate: string, kind: MailAddressing['kind']): Promise<RestoredBackup | null>;
}

/** Decisions and the mails that carry them, written together. */
export interface DecisionStore {
  /** The last session decided for, through a date; null where no morning has been mailed. */
  lastDecided(through: string): Promise<string | null>;
  /** @throws StoreError `lease_lost` */
  save(lease: RunLease, record: DecisionRecord, mails: readonly OutgoingMail[]): Promise<void>;
  /** The first session whose report has a data quality note that is said once; null: none has. */
  firstSaid(code: string): Promise<string | null>;
  /** The report whose decisions stand for a session, as it was saved; null where none was. */
  report(sessionDate: string): Promise<MorningReport | null>;
  decisions(from: string, to: string): Promise<readonly StoredDecision[]>;
  /** The decisions for one trader, by session. */
  decisionsOf(trader: string, from: string, to: string): Promise<readonly StoredDecision[]>;
}

/** A decision with its session and the engine that made it. */
export type StoredDecision = Decision & { readonly sessionDate: string; readonly engine: EngineName };

export interface DecisionRecord {
  readonly report: MorningReport;
  readonly decidedAt: Date;
  /** For the audit trail; null or absent: not recorded. */
  readonly facts?: DeskFacts | null;
}

export interface OutgoingMail {
  readonly kind: MailAddressing['kind'];
  /** Which of several of the kind, from 0; 0 where left out. */
  readonly sequence?: number;
  /** The error code that an alert is about; null, or left out, for mails that have none. */
  readonly code?: string | null;
  readonly sealed: SealedMail;
  readonly expiresAt: Date;
  /**
   * The recipient is one of EMAIL_RECIPIENTS: once the server accepts the mail, its targets are in force.
   */
  readonly toDesk?: boolean;
  /** The revision of the decision that the mail carries; 0 where left out. */
  readonly revision?: number;
}
