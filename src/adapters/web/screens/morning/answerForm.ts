import { z } from 'zod';
import type { Answer } from '../../../../domain/limits/answer.ts';
import { readDollarText } from '../../../../shared/dollarText.ts';
import { limitAmount } from '../../../../shared/limitAmounts.ts';

const LONGEST_REASON = 500;

/** The choices of the form. None is chosen at first where the form came from a link. */
export const choices = ['applied', 'different', 'not-applied'] as const;
export type Choice = (typeof choices)[number];

const fields = z.object({
  trader: z.string().min(1).max(500),
  /** Dollars that the page showed when the form was made. */
  asked: z.string().max(40).default(''),
  choice: z.enum(choices).nullable().catch(null).default(null),
  dollars: z.string().max(40).catch('').default(''),
  reason: z.string().max(5000).catch('').default(''),
});

export type AnswerFields = z.infer<typeof fields>;

/** What is wrong with each field, in words; empty where nothing is. */
export interface FieldProblems {
  readonly choice: string;
  readonly dollars: string;
  readonly reason: string;
}

export const NO_PROBLEMS: FieldProblems = { choice: '', dollars: '', reason: '' };

/** null: the body is no form of this page. */
export function answerFields(body: unknown): AnswerFields | null {
  const { success, data } = fields.safeParse(body);
  return success ? data : null;
}

/** The answer that the form gives, or what is wrong with it. */
export function answerOf(
  form: AnswerFields,
): { readonly answer: Answer } | { readonly problems: FieldProblems } {
  switch (form.choice) {
    case 'applied':
      return { answer: { kind: 'applied' } };
    case 'different': {
      const amount = dollarsOf(form.dollars);
      return 'problem' in amount
        ? { problems: { ...NO_PROBLEMS, dollars: amount.problem } }
        : { answer: { kind: 'different', dollars: amount.dollars } };
    }
    case 'not-applied': {
      const reason = form.reason.trim();
      const problem = reasonProblem(reason);
      return problem === ''
        ? { answer: { kind: 'not-applied', reason } }
        : { problems: { ...NO_PROBLEMS, reason: problem } };
    }
    case null:
      return { problems: { ...NO_PROBLEMS, choice: 'Choose what was done on the platform.' } };
  }
}

function reasonProblem(reason: string): string {
  if (reason === '') return 'Give a reason: the next mail and the review name it.';
  return reason.length > LONGEST_REASON ? `At most ${LONGEST_REASON} characters.` : '';
}

/** Dollars as people write them: `3500`, `$3,500`. */
export function dollarsOf(text: string): { readonly dollars: number } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'Give the amount in dollars, such as 3500.' };
  const read = readDollarText(text);
  if ('problem' in read) return { problem: `Give dollars, such as 3500 or 3,500: ${read.problem}.` };
  const amount = limitAmount.safeParse(read.plain);
  return amount.success
    ? { dollars: amount.data }
    : { problem: `Give ${amount.error.issues[0]?.message ?? 'dollars'}.` };
}
