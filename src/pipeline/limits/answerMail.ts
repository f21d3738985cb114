import type { Decision } from '../../domain/decision/decision.ts';
import type { Answer } from '../../domain/limits/answer.ts';
import type { EventChannel, LimitEvent, NewLimitEvent } from '../../domain/limits/limitEvent.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import { InputError } from '../../shared/errors.ts';
import {
  type DeskLimit,
  type LimitPorts,
  type LimitTerms,
  readDeskLimits,
  requireTrader,
} from './deskLimits.ts';
import { requireNotFuture, requireSession } from './sessionRules.ts';

export interface AnswerPorts extends LimitPorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
}

export interface AnswerRequest {
  readonly sessionDate: string;
  /** null: every trader whose limit the mail changed. */
  readonly trader: string | null;
  readonly answer: Answer;
  readonly by: string;
  readonly at: Date;
  readonly through: EventChannel;
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

interface MailedLine {
  readonly trader: string;
  readonly dollars: number;
  readonly baseLimit: number;
  readonly revision: number;
  readonly isChange: boolean;
  readonly wasCorrected: boolean;
}

/**
 * Records the answer to the mail of a session. The last mail of the session counts, a correction too.
 * @throws InputError `unknown_trader`, `not_a_session`, `future_session`, or `nothing_to_answer` where no
 *   mail of the session asked for the change.
 */
export async function answerMail(
  ports: AnswerPorts,
  terms: LimitTerms,
  request: AnswerRequest,
): Promise<readonly AnsweredLine[]> {
  const { sessionDate, trader, answer } = request;
  if (trader !== null) await requireTrader(ports, trader, 'answer');
  requireSession(ports.calendar, sessionDate, 'answer');
  // A mail of a later session exists where someone ran that morning ahead of its time.
  const current = latest(terms.dueSession, (await ports.decisions.lastDecided('9999-12-31')) ?? '');
  requireNotFuture(sessionDate, current, 'answer');
  const lines = await mailedLines(ports, sessionDate);
  const answered = trader === null ? changesOf(lines, sessionDate) : [lineOf(lines, trader, request)];
  await ports.limits.record(answered.map((line) => eventOf(line, answer, request)));
  const limits = await readDeskLimits(ports, { ...terms, dueSession: current });
  return answered.map((line) => ({
    trader: line.trader,
    mailed: line.dollars,
    wasCorrected: line.wasCorrected,
    now: limits.find((each) => each.trader === line.trader) ?? null,
  }));
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

/** What the mails of a session asked for, by trader: the last accepted change, or else the decision. */
async function mailedLines(
  { decisions, outbox, limits }: AnswerPorts,
  sessionDate: string,
): Promise<readonly MailedLine[]> {
  const report = await decisions.report(sessionDate);
  const entries = await outbox.entries(sessionDate, 'morning');
  const wasMailed = entries.some(({ status }) => status === 'sent' || status === 'ambiguous');
  if (report === null || !wasMailed) throw notMailed(sessionDate, await decisions.lastDecided(sessionDate));
  const mailed = (await limits.events(sessionDate)).filter(
    (event) => event.kind === 'mailed' && event.sessionDate === sessionDate,
  );
  return report.decisions.map((decision) => {
    const own = mailed.filter(({ trader }) => trader === decision.trader);
    return lineOfMail(decision, own, report);
  });
}

function lineOfMail(
  decision: Decision,
  mailed: readonly LimitEvent[],
  { revision = 0 }: MorningReport,
): MailedLine {
  const { trader, limit, newLimit, baseLimit } = decision;
  const change = limit?.change ?? (newLimit < baseLimit ? 'lower' : 'stay');
  const last = mailed.at(-1);
  return {
    trader,
    dollars: last?.dollars ?? limit?.target ?? newLimit,
    // The roster may have changed since: that change has still to be asked for.
    baseLimit: last?.baseLimit ?? baseLimit,
    revision: last?.revision ?? revision,
    isChange: last !== undefined || change !== 'stay',
    wasCorrected: mailed.length > 1,
  };
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

/** "Not applied" says nothing of a limit that the mail left as it was. */
function lineOf(
  lines: readonly MailedLine[],
  trader: string,
  { sessionDate, answer }: AnswerRequest,
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
  { sessionDate, at, by, through }: AnswerRequest,
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
