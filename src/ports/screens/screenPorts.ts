import type { Readback } from '../../domain/limits/profile/readback.ts';
import type { AuditPages } from './auditPages.ts';
import type { DecisionSearch } from './decisionSearch.ts';
import type { MorningReader } from './morningReader.ts';
import type { OperationsReader } from './operationsReader.ts';
import type { PastMornings } from './pastMornings.ts';
import type { ShownMails } from './shownMails.ts';

/** The platform's own file of limits, as a browser sends it. */
export interface UploadedFile {
  /** As the browser names it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** One of `profiles`. */
  readonly profile: string;
  readonly by: string;
}

/** What the platform's file says, and for whom it was stored. */
export interface ReadbackResult extends Readback {
  /** The session for which it holds, and the one whose mail it is compared with; null: none was mailed. */
  readonly sessionDate: string;
  readonly mailedSession: string | null;
  readonly recorded: readonly string[];
}

/** Reads the platform's own file of limits, and stores what it says. */
export interface ReadbackAction {
  /** The profiles whose files can be read back. */
  readonly profiles: readonly string[];
  /** @throws InputError or ConfigurationError that names every bad line; nothing was stored then. */
  read(file: UploadedFile): Promise<ReadbackResult>;
}

/** What the screens read, and the one action that only they have. */
export interface ScreenPorts {
  readonly mornings: MorningReader;
  readonly pastMornings: PastMornings;
  readonly decisions: DecisionSearch;
  readonly mails: ShownMails;
  readonly audit: AuditPages;
  readonly operations: OperationsReader;
  readonly readback: ReadbackAction;
}
