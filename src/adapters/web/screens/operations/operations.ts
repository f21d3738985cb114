import type { DeskState, ListedRun } from '../../../../ports/screens/operationsReader.ts';
import type { StoredMail } from '../../../../ports/screens/screenRecords.ts';

/** What the screen of operations shows. */
export interface Operations {
  readonly state: DeskState;
  /** The newest mornings, newest first. */
  readonly runs: readonly ListedRun[];
  /** Mails of any session that are still to be sent. */
  readonly waiting: readonly StoredMail[];
  readonly timezone: string;
  readonly isDemo: boolean;
}
