import { answerToMail, isOpenAnswer } from '../../domain/limits/answer.ts';
import { eventsOf, type InForce, limitBeforeMail } from '../../domain/limits/inForce.ts';
import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import { changeReason, reasonSentence } from '../../domain/report/changeReasons.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { mailboxOf } from '../../domain/text/mailbox.ts';
import type { OpenedLink } from '../../ports/answerLinks.ts';
import type { AnswerSheet, AnswerSheetLine, GivenAnswer, LinkRefusal } from '../../ports/answerSheets.ts';
import type { OutboxEntry } from '../../ports/outbox.ts';
import type { UnconfirmedAnswer, UnconfirmedAnswers } from '../../ports/unconfirmedAnswers.ts';
import { type LimitPorts, type LimitTerms, readDeskLimits } from './deskLimits.ts';
import { type MailedLine, type MailedPorts, type MailedSession, readMailedSession } from './mailedLines.ts';

export interface SheetPorts extends LimitPorts, MailedPorts {
  readonly unconfirmed: Pick<UnconfirmedAnswers, 'of'>;
}

/** Every change of the mails of a session, as a form shows it; none where no mail was accepted. */
export async function readChanges(
  ports: SheetPorts,
  terms: Omit<LimitTerms, 'dueSession'>,
  sessionDate: string,
): Promise<readonly AnswerSheetLine[]> {
  const session = await readMailedSession(ports, sessionDate);
  if (session === null) return [];
  const changes = session.lines.filter(({ isChange }) => isChange);
  const revision = session.report.revision ?? 0;
  return sheetLines(ports, terms, { sessionDate, revision }, session, changes);
}

export interface SheetTerms extends Omit<LimitTerms, 'dueSession'> {
  readonly now: Date;
  /** EMAIL_RECIPIENTS: only they answer. */
  readonly deskRecipients: readonly string[];
}

/** Every kind of mail that has links. */
const LINKED_KINDS = ['morning', 'correction', 'reminder'] as const;

/** What the holder of a link can answer, as the store has it now. Writes nothing. */
export async function readAnswerSheet(
  ports: SheetPorts,
  terms: SheetTerms,
  link: OpenedLink,
): Promise<AnswerSheet | LinkRefusal> {
  if (terms.now >= link.expiresAt) return 'expired';
  const { sessionDate } = link;
  const recipient = terms.deskRecipients.find((each) => link.isTo(each));
  if (recipient === undefined) return 'not-a-recipient';
  const mails = await mailsTo(ports, sessionDate, link);
  const session = await readMailedSession(ports, sessionDate);
  if (session === null || mails.length === 0) return 'not-mailed';
  const mailed = session.lines.filter(({ trader, isChange }) => isChange && concerns(link, trader));
  if (mailed.length === 0) return 'no-change';
  const lines = await sheetLines(ports, terms, link, session, mailed);
  if (lines.length === 0) return 'retired';
  return { sessionDate, recipient: mailboxOf(recipient), acceptedAt: acceptedAt(mails), lines };
}

function concerns(link: OpenedLink, trader: string): boolean {
  return link.isOfAll || link.isOf(trader);
}

async function mailsTo(
  { outbox }: SheetPorts,
  sessionDate: string,
  link: OpenedLink,
): Promise<readonly OutboxEntry[]> {
  const mails = await Promise.all(LINKED_KINDS.map((kind) => outbox.entries(sessionDate, kind)));
  return mails.flat().filter(({ recipient }) => link.isTo(recipient));
}

/** null where a mail is on its way, or its acceptance was not recorded. */
function acceptedAt(mails: readonly OutboxEntry[]): Date | null {
  const isOnItsWay = mails.some(({ status }) => status === 'pending' || status === 'claimed');
  const times = mails.flatMap(({ status, settledAt }) =>
    (status === 'sent' || status === 'ambiguous') && settledAt !== null ? [settledAt.getTime()] : [],
  );
  return isOnItsWay || times.length === 0 ? null : new Date(Math.max(...times));
}

/** The changes of active traders, in the order of the report. */
async function sheetLines(
  ports: SheetPorts,
  terms: Omit<LimitTerms, 'dueSession'>,
  link: Pick<OpenedLink, 'sessionDate' | 'revision'>,
  { report, events }: MailedSession,
  mailed: readonly MailedLine[],
): Promise<readonly AnswerSheetLine[]> {
  const { sessionDate } = link;
  const limits = await readDeskLimits(ports, { ...terms, dueSession: sessionDate });
  const inForce = new Map(limits.map((limit) => [limit.trader, limit.inForce]));
  const firstBaseLimits = await ports.limits.firstBaseLimits();
  const unconfirmed = await ports.unconfirmed.of(sessionDate);
  return mailed.flatMap((line) => {
    const { trader, baseLimit } = line;
    const now = inForce.get(trader);
    if (now === undefined) return [];
    const own = eventsOf(events, trader);
    const firstBaseLimit = firstBaseLimits.get(trader) ?? baseLimit;
    const before = limitBeforeMail({ ...terms, events: own, sessionDate, firstBaseLimit, baseLimit });
    const open = unconfirmed.filter((each) => each.trader === trader && isOpenAnswer(each, own));
    return [sheetLine(line, report, link, { events: own, before, now, open })];
  });
}

function sheetLine(
  { trader, decision, dollars, baseLimit, revision }: MailedLine,
  report: MorningReport,
  link: Pick<OpenedLink, 'sessionDate' | 'revision'>,
  state: {
    readonly events: readonly LimitEvent[];
    readonly before: InForce;
    readonly now: InForce;
    readonly open: readonly UnconfirmedAnswer[];
  },
): AnswerSheetLine {
  const ended = report.endedOverrides?.find((each) => each.trader === trader);
  const isChange = decision.limit !== undefined && decision.limit.change !== 'stay';
  return {
    trader,
    desk: decision.desk,
    before: state.before.dollars,
    target: dollars,
    baseLimit,
    revision,
    // A correction that leaves this change as it was mailed names no reason for it.
    reason: isChange ? changeReason(decision, ended) : reasonSentence(decision),
    changedFrom: changedFrom(state.events, link, { revision, dollars }),
    given: givenAnswer(answerToMail(state.events, link.sessionDate)),
    unconfirmed: state.open.at(-1) ?? null,
    inForce: state.now,
  };
}

/** What the mail of the link asked for, where a later mail of the session asks for another amount. */
function changedFrom(
  events: readonly LimitEvent[],
  link: Pick<OpenedLink, 'sessionDate' | 'revision'>,
  last: { readonly revision: number; readonly dollars: number },
): number | null {
  if (last.revision <= link.revision) return null;
  const older = events.filter(
    ({ kind, sessionDate, revision }) =>
      kind === 'mailed' && sessionDate === link.sessionDate && (revision ?? 0) <= link.revision,
  );
  const dollars = older.at(-1)?.dollars ?? null;
  return dollars === last.dollars ? null : dollars;
}

/** A fact that was stated or read back says the amount, as an answer "different" does. */
function givenAnswer(event: LimitEvent | null): GivenAnswer | null {
  if (event === null) return null;
  const { by, recordedAt: at, through } = event;
  switch (event.kind) {
    case 'applied':
      return { answer: { kind: 'applied' }, by, at, through };
    case 'not-applied':
      return { answer: { kind: 'not-applied', reason: event.reason ?? '' }, by, at, through };
    default:
      return { answer: { kind: 'different', dollars: event.dollars ?? 0 }, by, at, through };
  }
}
