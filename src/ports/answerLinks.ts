/** The links of one mail to one recipient. */
export interface RecipientLinks {
  /** Answers every change of the mail. */
  readonly all: string;
  /** Answers one change. */
  of(trader: string): string;
}

/** Makes the links by which the recipient of a mail answers it. */
export interface AnswerLinks {
  /**
   * @param expiresAt the close of the session: a link answers nothing after it.
   */
  linksFor(mail: {
    readonly recipient: string;
    readonly sessionDate: string;
    readonly revision: number;
    readonly expiresAt: Date;
  }): RecipientLinks;
}
