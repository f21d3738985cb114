import type { Answer } from '../../domain/limits/answer.ts';
import type { RosterEntry } from '../../domain/roster/roster.ts';
import { InputError } from '../../shared/errors.ts';
import {
  type AnsweredLine,
  type AnswerPorts,
  type AnswersRequest,
  lineOf,
  mailedLines,
  recordAnswers,
  requireAnswerable,
} from './answerMail.ts';
import { type LimitTerms, requireActive } from './deskLimits.ts';
import type { MailedLine } from './mailedLines.ts';

/** What became of one of several answers: it was recorded, or it alone was refused. */
export type EachAnswered =
  | { readonly trader: string; readonly line: AnsweredLine }
  | { readonly trader: string; readonly refused: InputError };

/**
 * Records several answers to the mail of a session. An answer that is refused (an unknown trader, a limit
 * that the mail left as it was) does not keep the others from being recorded.
 * @throws InputError `not_a_session`, `future_session`, or `nothing_to_answer` where no mail of the session
 *   was sent: then nothing was recorded.
 */
export async function answerEach(
  ports: AnswerPorts,
  terms: LimitTerms,
  { answers, ...answering }: AnswersRequest,
): Promise<readonly EachAnswered[]> {
  const { sessionDate } = answering;
  const current = await requireAnswerable(ports, terms, answering);
  const lines = await mailedLines(ports, sessionDate);
  const roster = await ports.roster.all();
  const found = answers.map(({ trader, answer }) => ({
    trader,
    answer,
    line: lineOrRefusal({ lines, roster, sessionDate }, trader, answer),
  }));
  const accepted = found.flatMap(({ line, answer }) =>
    line instanceof InputError ? [] : [{ line, answer }],
  );
  const recorded = await recordAnswers(ports, { ...terms, dueSession: current }, accepted, answering);
  const inOrder = recorded.values();
  return found.map(({ trader, line }) =>
    line instanceof InputError ? { trader, refused: line } : { trader, line: nextOf(inOrder) },
  );
}

function nextOf(recorded: Iterator<AnsweredLine>): AnsweredLine {
  const { value, done } = recorded.next();
  if (done) throw new Error('fewer answers were recorded than accepted');
  return value;
}

interface Mailed {
  readonly lines: readonly MailedLine[];
  readonly roster: readonly RosterEntry[];
  readonly sessionDate: string;
}

function lineOrRefusal(
  { lines, roster, sessionDate }: Mailed,
  trader: string,
  answer: Answer,
): MailedLine | InputError {
  try {
    requireActive(roster, trader, 'answer');
    return lineOf(lines, trader, sessionDate, answer);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
