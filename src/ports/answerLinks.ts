import type { AnswerUrls } from '../domain/report/answerUrls.ts';

/** The mail of one recipient whose links are made. */
export interface LinkedMail {
  readonly recipient: string;
  readonly sessionDate: string;
  readonly revision: number;
  /** The close of the session: a link answers nothing after it. */
  readonly expiresAt: Date;
}

/** Makes the links by which the recipient of a mail answers it. */
export interface AnswerLinks {
  /** null: the mail goes out without links, and the log has the reason. */
  linksFor(mail: LinkedMail): AnswerUrls | null;
}

/** What a link says whose signature is right. It names its recipient and trader only by keyed hashes. */
export interface OpenedLink {
  readonly sessionDate: string;
  /** The revision of the decision that the mail carried. */
  readonly revision: number;
  readonly expiresAt: Date;
  /** It answers every change of the mail. */
  readonly isOfAll: boolean;
  isTo(recipient: string): boolean;
  /** False for every trader where the link is of all. */
  isOf(trader: string): boolean;
}

/** Reads the tokens of links. */
export interface AnswerLinkReader {
  /** null: forged, changed, cut off, or signed with a key that this desk does not have. */
  open(token: string): OpenedLink | null;
}
