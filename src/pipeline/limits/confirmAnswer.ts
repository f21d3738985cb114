import { isOpenAnswer } from '../../domain/limits/answer.ts';
import { eventsOf } from '../../domain/limits/inForce.ts';
import type { UnconfirmedAnswer, UnconfirmedAnswers } from '../../ports/unconfirmedAnswers.ts';
import { InputError } from '../../shared/errors.ts';
import { type AnsweredLine, type Answering, type AnswerPorts, answerMail } from './answerMail.ts';
import type { LimitTerms } from './deskLimits.ts';
import { readMailedSession } from './mailedLines.ts';

export interface ConfirmPorts extends AnswerPorts {
  readonly unconfirmed: Pick<UnconfirmedAnswers, 'of'>;
}

/**
 * Records an answer that was not confirmed, with the name of who confirms it.
 * @throws InputError `nothing_to_answer` where there is none, where an event has come since, or where a
 *   correction has changed what is asked; and as `answerMail`.
 */
export async function confirmAnswer(
  ports: ConfirmPorts,
  terms: LimitTerms,
  { id, ...answering }: Answering & { readonly id: number },
): Promise<AnsweredLine> {
  const answer = (await ports.unconfirmed.of(answering.sessionDate)).find((each) => each.id === id);
  if (answer === undefined || !(await isOpen(ports, answer))) throw notOpen(id, answering.sessionDate);
  const { trader } = answer;
  const [line] = await answerMail(ports, terms, { ...answering, trader, answer: answer.answer });
  if (line === undefined) throw new Error(`the answer of ${trader} was not recorded`);
  return line;
}

/** An answer to an older mail than the last one says nothing of what is asked now. */
async function isOpen(ports: ConfirmPorts, answer: UnconfirmedAnswer): Promise<boolean> {
  const { sessionDate, trader, revision } = answer;
  const session = await readMailedSession(ports, sessionDate);
  const line = session?.lines.find((each) => each.trader === trader);
  if (session === null || line?.revision !== revision) return false;
  return isOpenAnswer(answer, eventsOf(session.events, trader));
}

function notOpen(id: number, sessionDate: string): InputError {
  return new InputError(
    'nothing_to_answer',
    `answer · found no answer ${id} of ${sessionDate} that waits for a confirmation · expected one`,
    { hint: 'It was answered or corrected since: open the desk page and answer again. Nothing was changed.' },
  );
}
