import type { Answer } from '../../domain/limits/answer.ts';
import type { EventChannel, NewLimitEvent } from '../../domain/limits/limitEvent.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { InputError } from '../../shared/errors.ts';
import {
  type DeskLimit,
  type LimitPorts,
  type LimitTerms,
  readDeskLimits,
  requireTrader,
} from './deskLimits.ts';
import { type MailedLine, type MailedPorts, readMailedSession } from './mailedLines.ts';
import { requireNotFuture, requireSession } from './sessionRules.ts';

export interface AnswerPorts extends LimitPorts, MailedPorts {
  readonly calendar: Calendar;
}

/** Who answers which session, when and on which way. */
export interface Answering {
  readonly sessionDate: string;
  readonly by: string;
  readonly at: Date;
  readonly through: EventChannel;
}

export interface AnswerRequest extends Answering {
  /** null: every trader whose limit the mail changed. */
  readonly trader: string | null;
  readonly answer: Answer;
}

/** Answers to several changes of one mail. */
export interface AnswersRequest extends Answering {
  readonly answers: readonly { readonly trader: string; readonly answer: Answer }[];
}

/** One answered line: what was mailed, and what is in force now. */
export interface AnsweredLine {
  readonly trader: string;
  /** Dollars. */
  readonly mailed: number;
  /** The mails of the session asked for this trader's limit more than once: by a correction too. */
  readonly wasCorrected: boolean;
  /** null: the trader is no longer active. */
  readonly now: DeskLimit | null;
}

/**
 * Records the answer to the mail of a session. The last mail of the session counts, a correction too.
 * @throws InputError `unknown_trader`, `not_a_session`, `future_session`, or `nothing_to_answer` where no
 *   mail of the session asked for the change.
 */
export async function answerMail(
  ports: AnswerPorts,
  terms: LimitTerms,
  { trader, answer, ...answering }: AnswerRequest,
): Promise<readonly AnsweredLine[]> {
  if (trader !== null) return answerMails(ports, terms, { ...answering, answers: [{ trader, answer }] });
  const current = await requireAnswerable(ports, terms, answering);
  const lines = await mailedLines(ports, answering.sessionDate);
  const answered = changesOf(lines, answering.sessionDate).map((line) => ({ line, answer }));
  return recordAnswers(ports, { ...terms, dueSession: current }, answered, answering);
}

/** As `answerMail`, for several traders: all answers are recorded, or none. */
export async function answerMails(
  ports: AnswerPorts,
  terms: LimitTerms,
  { answers, ...answering }: AnswersRequest,
): Promise<readonly AnsweredLine[]> {
  for (const { trader } of answers) await requireTrader(ports, trader, 'answer');
  const current = await requireAnswerable(ports, terms, answering);
  const lines = await mailedLines(ports, answering.sessionDate);
  const answered = answers.map(({ trader, answer }) => ({
    line: lineOf(lines, trader, answering.sessionDate, answer),
    answer,
  }));
  return recordAnswers(ports, { ...terms, dueSession: current }, answered, answering);
}

/**
 * @returns the newest session that is due or was mailed.
 * @throws InputError `not_a_session` or `future_session`.
 */
export async function requireAnswerable(
  { calendar, decisions }: AnswerPorts,
  terms: LimitTerms,
  { sessionDate }: Answering,
): Promise<string> {
  requireSession(calendar, sessionDate, 'answer');
  // A mail of a later session exists where someone ran that morning ahead of its time.
  const current = latest(terms.dueSession, (await decisions.lastDecided('9999-12-31')) ?? '');
  requireNotFuture(sessionDate, current, 'answer');
  return current;
}

/** Stores the answers at once. @returns what is in force now, in their order. */
export async function recordAnswers(
  ports: AnswerPorts,
  terms: LimitTerms,
  answered: readonly { readonly line: MailedLine; readonly answer: Answer }[],
  answering: Answering,
): Promise<readonly AnsweredLine[]> {
  await ports.limits.record(answered.map(({ line, answer }) => eventOf(line, answer, answering)));
  const limits = await readDeskLimits(ports, terms);
  return answered.map(({ line: { trader, dollars, wasCorrected } }) => ({
    trader,
    mailed: dollars,
    wasCorrected,
    now: limits.find((each) => each.trader === trader) ?? null,
  }));
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

/** @throws InputError `nothing_to_answer` where no mail of the session was sent. */
export async function mailedLines(ports: AnswerPorts, sessionDate: string): Promise<readonly MailedLine[]> {
  const mailed = await readMailedSession(ports, sessionDate);
  if (mailed !== null) return mailed.lines;
  throw notMailed(sessionDate, await ports.decisions.lastDecided(sessionDate));
}

function changesOf(lines: readonly MailedLine[], sessionDate: string): readonly MailedLine[] {
  const changes = lines.filter(({ isChange }) => isChange);
  if (changes.length > 0) return changes;
  throw new InputError(
    'nothing_to_answer',
    `answer · the mail of ${sessionDate} asked for no change · expected a session with changes`,
    { hint: '`npm run limits -- list` shows what is in force. Nothing was changed.' },
  );
}

/**
 * The line of one trader. "Not applied" says nothing of a limit that the mail left as it was.
 * @throws InputError `nothing_to_answer`
 */
export function lineOf(
  lines: readonly MailedLine[],
  trader: string,
  sessionDate: string,
  answer: Answer,
): MailedLine {
  const line = lines.find((each) => each.trader === trader);
  if (line !== undefined && (line.isChange || answer.kind !== 'not-applied')) return line;
  throw new InputError(
    'nothing_to_answer',
    `answer · the mail of ${sessionDate} asked for no change of ${trader} · expected a trader whose limit it changed`,
    {
      hint: `If the platform holds another limit, state it: \`npm run limits -- set ${trader} DOLLARS --session ${sessionDate}\`.`,
    },
  );
}

function eventOf(
  { trader, dollars, baseLimit, revision }: MailedLine,
  answer: Answer,
  { sessionDate, at, by, through }: Answering,
): NewLimitEvent {
  const amounts = { applied: dollars, 'not-applied': null };
  return {
    kind: answer.kind,
    trader,
    sessionDate,
    recordedAt: at,
    dollars: answer.kind === 'different' ? answer.dollars : amounts[answer.kind],
    baseLimit,
    revision,
    reason: answer.kind === 'not-applied' ? answer.reason : null,
    by,
    through,
  };
}

function notMailed(sessionDate: string, last: string | null): InputError {
  const known = last === null ? 'no session was mailed' : `the last mailed session before is ${last}`;
  return new InputError(
    'nothing_to_answer',
    `answer · no mail of ${sessionDate} was sent${last === sessionDate ? '' : `; ${known}`} · expected a session that was mailed`,
    { hint: 'To state what the platform holds, use `npm run limits -- set TRADER DOLLARS`.' },
  );
}
