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
  /** The action that is due, or why none is. */
  readonly why: string;
  /** The state of today's morning. */
  readonly morning: string;
  readonly isTrouble: boolean;
  readonly nextRunAt: Date | null;
  /** Mails of today's session that are still to be sent. */
  readonly backlog: number;
  readonly undelivered: number;
  readonly version: string;
}

/** Where fills come from, and how much is stored. */
export interface DeskStorage {
  /** The host of the fill source; null: fills are imported from files. */
  readonly source: string | null;
  /** null: nothing was fetched or imported. */
  readonly lastImportAt: Date | null;
  /** The newest session with fills. */
  readonly newestSession: string | null;
  /** The newest backup by its name; its content is not read. */
  readonly backup: { readonly madeAt: Date; readonly bytes: number } | null;
  readonly backups: number;
  /** The database with its write-ahead log. */
  readonly databaseBytes: number;
}

/** The state of the installation at one instant. It names no secret. */
export interface DeskState {
  readonly checkedAt: Date;
  /** The checks of `doctor` that call no other machine and read no whole file or table. */
  readonly checks: readonly ListedCheck[];
  /** null: the daemon does not answer, or HEALTH_PORT is 0. */
  readonly daemon: DaemonHealth | null;
  /** The next morning by the settings, whether or not a daemon runs. */
  readonly next: { readonly sessionDate: string; readonly begins: Date; readonly deadline: Date };
  readonly storage: DeskStorage;
}

/** A morning with its steps and its mails. */
export interface ListedRun {
  readonly sessionDate: string;
  readonly steps: readonly StoredStep[];
  readonly mails: readonly StoredMail[];
}

export interface OperationsReader {
  /** Kept for half a minute: the checks open files and ask the daemon. */
  state(): Promise<DeskState>;
  /** The newest mornings that have begun, newest first; at most `most`. */
  runs(most: number): Promise<readonly ListedRun[]>;
  /** Mails of any session that are still to be sent, oldest first; at most `most`. */
  waiting(most: number): Promise<readonly StoredMail[]>;
}
