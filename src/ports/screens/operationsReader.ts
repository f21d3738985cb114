import type { StoredMail, StoredStep } from './screenRecords.ts';

/** One check of `doctor`. green: good. yellow: works, but the operator should know. red: must be fixed. */
export interface ListedCheck {
  readonly check: string;
  readonly status: 'green' | 'yellow' | 'red';
  readonly found: string;
  /** What to do; empty if green. */
  readonly todo: string;
}

/** What the daemon says of itself. */
export interface DaemonHealth {
  readonly state: string;
  readonly why: string;
  readonly morning: string;
  readonly isTrouble: boolean;
  readonly nextRunAt: Date | null;
  readonly backlog: number;
  readonly undelivered: number;
  readonly lastBackupAt: Date | null;
  readonly version: string;
  readonly databaseBytes: number | null;
  readonly diskFreeBytes: number | null;
}

/** The newest morning that has begun. */
export interface ListedRun {
  readonly sessionDate: string;
  readonly steps: readonly StoredStep[];
  readonly mails: readonly StoredMail[];
}

/** The state of the installation. It names no secret. */
export interface OperationsReader {
  /** The checks of `doctor` that call no other machine and read no whole table. */
  checks(): Promise<readonly ListedCheck[]>;
  /** null: the daemon does not answer, or HEALTH_PORT is 0. */
  daemon(): Promise<DaemonHealth | null>;
  /** Newest first; at most `most`. */
  runs(most: number): Promise<readonly ListedRun[]>;
}
