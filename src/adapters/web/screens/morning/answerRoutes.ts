import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../../../domain/limits/answer.ts';
import type { ChangeCard } from '../../../../domain/report/screens/changeCards.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { includes } from '../../server/access.ts';
import { callerOf } from '../../server/caller.ts';
import { problemOf, WebError } from '../../server/webError.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import type { Flash } from '../frame/flash.ts';
import type { Notice } from '../frame/screen.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { type AnswerFields, answerFields, answerOf, choices } from './answerForm.ts';
import { allNotice, beingCorrected, corrected, recorded } from './answerNotices.ts';
import { type AnswerQuestion, answerScreen } from './answerScreen.ts';
import type { MorningLoader } from './morningData.ts';
import { cardsOf } from './morningView.ts';
import { sessionOf } from './session.ts';

export interface AnswerParts {
  readonly ports: WebPorts;
  readonly loader: MorningLoader;
  readonly flash: Flash;
}

const asked = z.object({
  trader: z.string().catch('').default(''),
  as: z
    .enum([...choices, 'undo'])
    .nullable()
    .catch(null)
    .default(null),
});
const allForm = z.object({ revision: z.string() }).catch({ revision: '' });

/** What the form proposes to those who undo an answer. */
const MISTAKE = { choice: 'not-applied', dollars: '', reason: 'answered by mistake' } as const;

/** Answers to the changes of one morning. After each, the browser is sent back to the morning. */
export function answerRoutes(server: FastifyInstance, parts: AnswerParts): void {
  const { ports } = parts;
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;
  const answers = { config: { access: 'answer', answersWith: 'page' } } as const;

  server.get('/mornings/:session/answer', reads, async (request, reply) => {
    const { trader, as } = asked.parse(request.query);
    const question = await questionOf(parts, request, trader);
    const screen = answerScreen(
      as === 'undo'
        ? { ...question, entered: { ...MISTAKE, trader, asked: '' } }
        : { ...question, entered: null, asked: as },
    );
    return sendScreen(ports, request, reply, screen);
  });

  server.post('/mornings/:session/answer', answers, async (request, reply) => {
    const form = answerFields(request.body);
    if (form === null) throw noForm();
    const question = await questionOf(parts, request, form.trader);
    const again = refusal(question.card, form);
    if (again !== null) return askAgain(parts, request, reply, { ...question, ...again, entered: form });
    const given = answerOf(form);
    if ('problems' in given)
      return askAgain(parts, request, reply, { ...question, entered: form, problems: given.problems });
    return record(parts, request, reply, { question, form, answer: given.answer });
  });

  server.post('/mornings/:session/answer-all', answers, async (request, reply) => {
    const session = sessionOf(request);
    const { revision } = allForm.parse(request.body);
    const data = await parts.loader.load(session);
    const open = cardsOf(data, ports.timezone).filter(({ isOpen, awaitsMail }) => isOpen && !awaitsMail);
    const isSeen = revision === String(data.morning?.report.revision ?? 0);
    if (!isSeen) return back(parts, request, reply, corrected());
    const results =
      open.length === 0
        ? []
        : await ports.actions.answerEach({
            sessionDate: session,
            by: callerOf(request).owner,
            through: 'page',
            answers: open.map(({ name }) => ({ trader: name, answer: { kind: 'applied' } })),
          });
    return back(parts, request, reply, allNotice(results));
  });
}

type Question = Pick<AnswerQuestion, 'session' | 'card' | 'mayAnswer'> & { readonly asked: null };

async function questionOf(
  { ports, loader }: AnswerParts,
  request: FastifyRequest,
  trader: string,
): Promise<Question> {
  const session = sessionOf(request);
  const data = await loader.load(session);
  const card = cardsOf(data, ports.timezone).find(({ name }) => name === trader);
  if (card === undefined || data.morning === null) throw noChange(session, trader);
  const mayAnswer = includes(callerOf(request).scope, 'answer') && data.morning.isMailed;
  return { session, card, mayAnswer, asked: null };
}

/** The change is another one than the reader saw: the answer would say something else. */
function refusal(card: ChangeCard, form: AnswerFields): { readonly notices: readonly Notice[] } | null {
  if (card.awaitsMail) return { notices: [beingCorrected()] };
  if (form.asked === '' || form.asked === card.asked) return null;
  const [was, now] = [Number(form.asked), Number(card.asked)].map(limitDollars);
  return {
    notices: [
      {
        kind: 'problem',
        text: `The limit was corrected: it was ${was}, now it is ${now}.`,
        hint: 'Nothing was recorded. Set the new limit on the platform, then answer again.',
      },
    ],
  };
}

function askAgain(
  { ports }: AnswerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  question: AnswerQuestion,
): FastifyReply {
  return sendScreen(ports, request, reply, answerScreen(question), question.notices ? 409 : 422);
}

async function record(
  parts: AnswerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    question,
    form,
    answer,
  }: { readonly question: Question; readonly form: AnswerFields; readonly answer: Answer },
): Promise<FastifyReply> {
  const { actions } = parts.ports;
  const by = callerOf(request).owner;
  try {
    const lines = await actions.answer({
      sessionDate: question.session,
      trader: form.trader,
      answer,
      by,
      through: 'page',
    });
    return back(parts, request, reply, recorded(lines, answer, question));
  } catch (error) {
    const { detail, hint, status } = problemOf(error);
    if (status >= 500) throw error;
    const notices: readonly Notice[] = [{ kind: 'problem', text: detail, hint }];
    return askAgain(parts, request, reply, { ...question, entered: form, notices });
  }
}

/** After a write: reloading the page sends nothing again. */
function back(
  { ports, flash }: AnswerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  notice: Notice,
): FastifyReply {
  const number = flash.put(callerOf(request).keyId, notice);
  return reply.redirect(`${ports.web.basePath}/mornings/${sessionOf(request)}?note=${number}`, 303);
}

function noForm(): WebError {
  return new WebError('bad_request', 'The form names no trader.', {
    hint: 'Open the morning, and answer from there.',
  });
}

function noChange(session: string, trader: string): WebError {
  const named = trader === '' ? 'no trader' : shownName(trader);
  return new WebError('not_found', `The mails of ${session} asked for no change of ${named}.`, {
    hint: 'Open the morning: it lists the changes to make.',
  });
}
