import type { Answer } from '../domain/limits/answer.ts';

/** An answer that may come from a program that reads mail. It is shown, and changes no limit. */
export interface UnconfirmedAnswer {
  readonly id: number;
  readonly sessionDate: string;
  readonly trader: string;
  readonly answer: Answer;
  readonly revision: number;
  /** The recipient of the link. */
  readonly by: string;
  readonly at: Date;
  /** Why it is not confirmed, in words. */
  readonly because: string;
}

/** Answers that count only after a confirmation. Each is recorded in the audit trail. */
export interface UnconfirmedAnswers {
  add(answers: readonly Omit<UnconfirmedAnswer, 'id'>[]): Promise<void>;
  /** Of one session, oldest first. */
  of(sessionDate: string): Promise<readonly UnconfirmedAnswer[]>;
}
