/**
 * The state of the daemon that `/health` returns, without any data about traders. Times are ISO 8601 in UTC.
 */
export interface Health {
  /** The daemon's loop runs at its intervals. */
  readonly live: boolean;
  /** The daemon can run a morning now, or is the standby of a daemon that can. */
  readonly ready: boolean;
  readonly version: string;
  readonly state: string;
  readonly why: string;
  /** State of today's morning, and whether it needs the operator to act. */
  readonly morning: { readonly state: string; readonly isTrouble: boolean };
  readonly database: { readonly writable: boolean; readonly problem: string | null };
  readonly lastRun: { readonly sessionDate: string; readonly outcome: string; readonly at: string } | null;
  readonly nextRunAt: string | null;
  /** Number of mails still to be sent. */
  readonly backlog: number;
  /** Mails to risk managers that have not arrived after half an hour, or were lost. */
  readonly undelivered: number;
  readonly leaseHolder: string | null;
  readonly lastBackupAt: string | null;
  /** What only `/metrics` returns. */
  readonly figures: DeskFigures;
}

/** Counts, sizes and times for monitoring. They name no trader and hold no amount of money. */
export interface DeskFigures {
  /** The newest session with a stored decision; null: none, or not read yet. */
  readonly decided: {
    readonly sessionDate: string;
    readonly at: string;
    /** Number of traders of each action that was decided. */
    readonly traders: Readonly<Record<string, number>>;
    readonly unconfirmedAnswers: number;
  } | null;
  /** How long each finished step of the newest morning took. */
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
  /** The newest session with fills. */
  readonly newestSession: string | null;
  readonly lastImportAt: string | null;
  /** The database with its write-ahead log; null where there is none yet. */
  readonly databaseBytes: number | null;
  /** What this user can still write to the disk of the database. */
  readonly diskFreeBytes: number | null;
  /** Whether the web server answers; null where there is none. */
  readonly isWebUp: boolean | null;
  readonly startedAt: string;
  readonly residentBytes: number;
}
