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
}
