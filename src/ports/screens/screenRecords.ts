import type { Decision } from '../../domain/decision/decision.ts';
import type { SentMail } from '../../domain/report/screens/morningLine.ts';
import type { StepName } from '../runLedger.ts';

/** A mail of the outbox without its bytes. */
export interface StoredMail extends SentMail {
  readonly id: number;
  readonly sessionDate: string;
  readonly toDesk: boolean;
  readonly revision: number;
  readonly attempts: number;
  /** What the server said last; null: nothing yet. */
  readonly response: string | null;
  readonly queuedAt: Date;
  /** null: at once, or settled. */
  readonly nextAttemptAt: Date | null;
}

/** A step of a morning with its times. */
export interface StoredStep {
  readonly step: StepName;
  readonly status: 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly startedAt: Date;
  /** null: it runs, or its process ended. */
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

/** A decision that a correction replaced. */
export type ReplacedDecision = Decision & { readonly revision: number };

/** What screens read of a desk's store that no step of a morning needs. */
export interface ScreenRecords {
  /** Differs after every write that a screen shows: of the audit trail, and of the steps of mornings. */
  version(): Promise<string>;
  /** Of one session, every kind, oldest first. */
  mails(sessionDate: string): Promise<readonly StoredMail[]>;
  /** Mails of any session that are still to be sent, oldest first; at most `most`. */
  waiting(most: number): Promise<readonly StoredMail[]>;
  /** With the bytes as they were built; null: no such mail. */
  mail(id: number): Promise<(StoredMail & { readonly bytes: Buffer }) | null>;
  /** Oldest first. */
  replaced(sessionDate: string): Promise<readonly ReplacedDecision[]>;
  /** In the order in which they were begun. */
  steps(sessionDate: string): Promise<readonly StoredStep[]>;
  /** The newest session through a date whose morning has begun; null: none has. */
  lastBegun(through: string): Promise<string | null>;
  /** Net P&L of the last `most` sessions of each trader through a date, oldest first; dollars. */
  recentNetPnl(through: string, most: number): Promise<ReadonlyMap<string, readonly number[]>>;
}
