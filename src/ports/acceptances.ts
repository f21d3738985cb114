import type { AcceptedDay } from '../domain/decision/acceptedDay.ts';

/** A trader-day that someone accepted as it is: its doubts no longer withhold the trader. */
export interface Acceptance extends AcceptedDay {
  readonly at: Date;
}

/** A session on which the desk did not trade: it is no hole in the history. */
export interface NoTrading {
  readonly sessionDate: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** What people have accepted. Each entry is also in the audit trail. */
export interface AcceptanceStore {
  /** Stores it; a later one for the same trader and session replaces it. */
  accept(acceptance: Acceptance): Promise<void>;
  acceptNoTrading(noTrading: NoTrading): Promise<void>;
  /** By session, then trader. */
  accepted(from: string, through: string): Promise<readonly Acceptance[]>;
  noTrading(from: string, through: string): Promise<readonly NoTrading[]>;
}
