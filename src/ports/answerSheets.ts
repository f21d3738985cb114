import type { Answer } from '../domain/limits/answer.ts';
import type { InForce } from '../domain/limits/inForce.ts';
import type { EventChannel } from '../domain/limits/limitEvent.ts';
import type { OpenedLink } from './answerLinks.ts';

/** An answer with its author. */
export interface AuthoredAnswer {
  readonly answer: Answer;
  readonly by: string;
  readonly at: Date;
}

/** What became of a mailed change, and who said so. */
export interface GivenAnswer extends AuthoredAnswer {
  readonly through: EventChannel;
}

/** One mailed change, as its form shows it. */
export interface AnswerSheetLine {
  readonly trader: string;
  readonly desk: string;
  /** The limit in force before the mails of the session, dollars; null: unknown. */
  readonly before: number | null;
  /** What the last mail asks for, dollars. */
  readonly target: number;
  /** Dollars. */
  readonly baseLimit: number;
  /** The revision of the last mail that asked for it. */
  readonly revision: number;
  /** Why, as one sentence; empty where nothing was stored. */
  readonly reason: string;
  /** What the mail of the link asked for where a correction changed it, dollars; null: it did not. */
  readonly changedFrom: number | null;
  /** null: not answered since the last mail. */
  readonly given: GivenAnswer | null;
  /** The newest answer that is not confirmed, where no event has come since; null: none. */
  readonly unconfirmed: AuthoredAnswer | null;
  /** What the platform enforces now, as far as is known. */
  readonly inForce: InForce;
}

/** What the holder of a link can answer. */
export interface AnswerSheet {
  readonly sessionDate: string;
  /** The address of the recipient, who answers. */
  readonly recipient: string;
  /** When the mail server accepted the newest mail with links for the recipient; null: not known. */
  readonly acceptedAt: Date | null;
  readonly lines: readonly AnswerSheetLine[];
}

/**
 * Why a link with a right signature answers nothing. expired: the session is closed. not-mailed: no mail of
 * the session was accepted. not-a-recipient: the address was removed from EMAIL_RECIPIENTS. retired: the
 * trader is no longer active. no-change: the mails ask for no change of the trader.
 */
export type LinkRefusal = 'expired' | 'not-mailed' | 'not-a-recipient' | 'retired' | 'no-change';

/** Reads what a link concerns. Writes nothing. */
export interface AnswerSheets {
  read(link: OpenedLink): Promise<AnswerSheet | LinkRefusal>;
}
