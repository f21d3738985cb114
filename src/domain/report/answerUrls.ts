/** The links of one mail to one recipient. */
export interface AnswerUrls {
  /** Answers every change of the mail. */
  readonly all: string;
  /** Answers one change. */
  of(trader: string): string;
}
