/** A question of a head of risk, a short answer, and the figures behind it. */
export interface BacktestVerdict {
  readonly question: string;
  readonly answer: string;
  readonly evidence: string;
  readonly tone: 'good' | 'bad' | 'open';
}

/** The answer and its tone. */
export type VerdictAnswer = Pick<BacktestVerdict, 'answer' | 'tone'>;

/** The first words where the data are too few. */
export const TOO_FEW = 'Not enough to tell';
