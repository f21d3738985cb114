import type { DecidedMorning } from './monthRecords.ts';
import type { StoredMail, StoredStep } from './screenRecords.ts';

/** One session of the past: what its morning decided and mailed, and how much of it was answered. */
export interface PastMorning {
  readonly sessionDate: string;
  /** null: the morning decided nothing. */
  readonly decided: DecidedMorning | null;
  readonly mails: readonly StoredMail[];
  /** Empty: no process ran the morning. */
  readonly steps: readonly StoredStep[];
  /** Changes that the mails asked for. */
  readonly asked: number;
  readonly answered: number;
}

/** Past mornings, also those that failed or did not run. */
export interface PastMornings {
  /** Months with mornings, `2026-11`, newest first. */
  months(): Promise<readonly string[]>;
  /** The sessions of a month from the first morning to the last one, newest first. */
  month(month: string): Promise<readonly PastMorning[]>;
  /** null: no morning of the session has begun. */
  session(sessionDate: string): Promise<PastMorning | null>;
}
