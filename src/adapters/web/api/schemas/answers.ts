import { z } from 'zod';
import {
  dollars,
  dollarsOrNull,
  inForceSource,
  limitDollars,
  sessionDate,
  traderCode,
  words,
} from './common.ts';

const reason = words(500).describe('Why it was not applied.');

const oneAnswer = z.discriminatedUnion('answer', [
  z.strictObject({ trader: traderCode, answer: z.literal('applied') }),
  z.strictObject({ trader: traderCode, answer: z.literal('different'), dollars: limitDollars }),
  z.strictObject({ trader: traderCode, answer: z.literal('not-applied'), reason }),
]);

/** A desk has at most a few hundred traders. */
const MOST_ANSWERS = 1000;

export const answersBody = z
  .union([
    z.strictObject({ answers: z.array(oneAnswer).min(1).max(MOST_ANSWERS) }),
    z.strictObject({ all: z.literal(true), answer: z.literal('applied') }),
    z.strictObject({ all: z.literal(true), answer: z.literal('not-applied'), reason }),
    oneAnswer,
  ])
  .meta({
    id: 'Answers',
    description:
      'One answer, several, or one to every change of the mail. applied: the mailed limit was set. different: another limit was set. not-applied: the limit stays as it was before the mail.',
    example: {
      answers: [
        { trader: 'T01', answer: 'applied' },
        { trader: 'T02', answer: 'different', dollars: 3500 },
        { trader: 'T03', answer: 'not-applied', reason: 'the position is hedged' },
      ],
    },
  });

export type AnswersBody = z.output<typeof answersBody>;

export const answerResults = z
  .object({
    sessionDate,
    recorded: z.int(),
    refused: z.int(),
    results: z
      .array(
        z.discriminatedUnion('outcome', [
          z.object({
            outcome: z.literal('recorded'),
            trader: traderCode,
            status: z.literal(200),
            mailed: dollars.describe('What the mail asked for, dollars.'),
            limitInForce: dollarsOrNull.describe('What is in force now, dollars.'),
            source: inForceSource.nullable().describe('null: the trader is no longer active.'),
            since: sessionDate.nullable(),
          }),
          z.object({
            outcome: z.literal('refused'),
            trader: traderCode,
            status: z.int().describe('The status that the answer alone would have got.'),
            error: z.object({ code: z.string(), message: z.string(), hint: z.string() }),
          }),
        ]),
      )
      .describe('One result for each answer, in their order.'),
  })
  .meta({ id: 'AnswerResults' });
