import { z } from 'zod';
import type { InForce } from '../../../../domain/limits/inForce.ts';
import { limitNumber } from '../../../../domain/text/money.ts';
import type {
  DeskActions,
  DeskAnswer,
  DeskAnswered,
  DeskAnswerResult,
} from '../../../../ports/deskActions.ts';
import { callerOf } from '../../server/caller.ts';
import { problemOf } from '../../server/webError.ts';
import { inApiWords } from '../apiErrors.ts';
import type { ApiServer } from '../apiServer.ts';
import type { Writer } from '../idempotency.ts';
import type { MorningReader } from '../morningReader.ts';
import { type AnswersBody, answerResults, answersBody } from '../schemas/answers.ts';
import { sessionDate } from '../schemas/common.ts';
import { errors, json, writeHeaders } from '../schemas/describe.ts';

export interface AnswerRoutePorts {
  readonly actions: DeskActions;
  readonly reader: MorningReader;
  readonly write: Writer;
}

/** What became of the mailed limits. */
export function answerRoutes(server: ApiServer, { actions, reader, write }: AnswerRoutePorts): void {
  server.post(
    '/v1/mornings/:session/answers',
    {
      config: { access: 'answer', answersWith: 'json' },
      schema: {
        tags: ['Answers'],
        operationId: 'answerMorning',
        summary: 'Say what became of the mailed limits',
        description:
          'The author is the owner of the key. A later answer supersedes an earlier one. One of several answers that is refused (an unknown trader, a limit that the mail left as it was) does not keep the others from being recorded. A single answer that is refused is an error of the request.',
        params: z.object({ session: sessionDate }),
        headers: writeHeaders,
        body: answersBody,
        response: { 200: json('A result for each answer.', answerResults), ...errors(404, 409, 415, 422) },
      },
    },
    async (request, reply) => {
      const { session } = request.params;
      await reader.requireSession(session);
      const author = { sessionDate: session, by: callerOf(request).owner, through: 'api' } as const;
      return write(request, reply, {
        status: 200,
        schema: answerResults,
        work: async () => resultsOf(session, await recorded(actions, author, request.body)),
      });
    },
  );
}

async function recorded(
  actions: DeskActions,
  author: Pick<DeskAnswer, 'sessionDate' | 'by' | 'through'>,
  body: AnswersBody,
): Promise<readonly DeskAnswerResult[]> {
  if ('answers' in body) {
    const answers = body.answers.map((each) => ({ trader: each.trader, answer: answerOf(each) }));
    return actions.answerEach({ ...author, answers });
  }
  const trader = 'all' in body ? null : body.trader;
  const answered = await actions.answer({ ...author, trader, answer: answerOf(body) });
  return answered.map((each) => ({ trader: each.trader, answered: each }));
}

type OneAnswer = Exclude<AnswersBody, { answers: unknown }>;

function answerOf(body: OneAnswer): DeskAnswer['answer'] {
  switch (body.answer) {
    case 'applied':
      return { kind: 'applied' };
    case 'different':
      return { kind: 'different', dollars: body.dollars };
    case 'not-applied':
      return { kind: 'not-applied', reason: body.reason };
  }
}

function resultsOf(session: string, results: readonly DeskAnswerResult[]) {
  const refused = results.filter((each) => 'refused' in each).length;
  return {
    sessionDate: session,
    recorded: results.length - refused,
    refused,
    results: results.map((each) =>
      'refused' in each ? refusedResult(each.trader, each.refused) : recordedResult(each.answered),
    ),
  };
}

function recordedResult({ trader, mailed, inForce }: DeskAnswered) {
  return {
    outcome: 'recorded' as const,
    trader,
    status: 200 as const,
    mailed: limitNumber(mailed),
    limitInForce: limitOf(inForce),
    source: inForce?.source ?? null,
    since: inForce?.since ?? null,
  };
}

function refusedResult(trader: string, error: Error) {
  const { status, code, detail, hint } = problemOf(inApiWords(error));
  return { outcome: 'refused' as const, trader, status, error: { code, message: detail, hint } };
}

function limitOf(inForce: InForce | null): number | null {
  return inForce?.dollars == null ? null : limitNumber(inForce.dollars);
}
