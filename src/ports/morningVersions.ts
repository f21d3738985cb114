/** What a morning's answer of the API depends on. Two equal versions have the same answer. */
export interface MorningVersion {
  readonly sessionDate: string;
  /** Of the decision: 0 the morning's, then one for each correction. */
  readonly revision: number;
  readonly decidedAt: Date;
  /** Changes with every answer, also an unconfirmed one, and with what became of the session's mails. */
  readonly state: string;
}

/** Cheap reads by which a server knows whether what it has in memory is still true. */
export interface MorningVersions {
  /** The newest decided session; null: no morning has decided yet. */
  lastDecided(): Promise<string | null>;
  /** null: no morning decided for the session. */
  version(sessionDate: string): Promise<MorningVersion | null>;
}
