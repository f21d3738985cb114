/** What /health says: how the daemon is, and nothing about traders. Times are ISO texts in UTC. */
export interface Health {
  /** It wakes up. */
  readonly live: boolean;
  /** It could run a morning now, or stands by for another daemon that can. */
  readonly ready: boolean;
  readonly version: string;
  readonly state: string;
  readonly why: string;
  /** How today's morning stands, and whether a person has something to put right about it. */
  readonly morning: { readonly state: string; readonly isTrouble: boolean };
  readonly database: { readonly writable: boolean; readonly problem: string | null };
  readonly lastRun: { readonly sessionDate: string; readonly outcome: string; readonly at: string } | null;
  readonly nextRunAt: string | null;
  /** Mails yet to be handed over. */
  readonly backlog: number;
  readonly leaseHolder: string | null;
  readonly lastBackupAt: string | null;
}
