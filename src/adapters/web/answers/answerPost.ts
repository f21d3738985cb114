import type { FastifyRequest } from 'fastify';
import { isSameAnswer } from '../../../domain/limits/answer.ts';
import type { AnswerSheet } from '../../../ports/answerSheets.ts';
import type { Notice, Screen } from '../screens/frame/screen.ts';
import { isOwnOrigin } from '../server/origin.ts';
import type { WebPorts } from '../server/webPorts.ts';
import { confirmScreen, formScreen } from './answerScreens.ts';
import { type FormStage, type NamedAnswer, openSeal, stateOf } from './formSeal.ts';
import { type PostedForm, readPostedForm } from './postedForm.ts';
import { openToken } from './signing/answerToken.ts';

/** How long after the mail server accepted a mail a form that was opened asks for a confirmation. */
const FIRST_MINUTE_MS = 60_000;

interface Posted {
  readonly token: string;
  readonly sheet: AnswerSheet;
}

interface Page {
  readonly screen: Screen;
  readonly status: number;
}

/**
 * Handles a posted form, in this order: it has to be complete; an answer that was recorded already is not
 * recorded again; a post that no browser of this page sent is kept as unconfirmed; a form that is old, or
 * shows what is no longer so, is shown again; a form of the first minute is confirmed on a second page.
 */
export async function answerPost(ports: WebPorts, request: FastifyRequest, posted: Posted): Promise<Page> {
  const { sheet, token } = posted;
  const form = readPostedForm(request.body, sheet);
  if (form.all === 'again' || form.entries.some(({ choice }) => choice === 'again'))
    return { status: 200, screen: formScreen(ports, sheet, token, { entries: form.entries }) };
  if (!form.isComplete) return incomplete(ports, posted, form);
  const answers = form.answers.filter((answer) => !isRecorded(sheet, answer));
  if (answers.length === 0) return recorded(ports, posted, 'Recorded');
  if (!isFromOwnPage(request, ports)) return keepUnconfirmed(ports, posted, answers, request);
  const confirmedAt = sealTime(ports, posted, form, 'confirm');
  if (confirmedAt !== null) return confirmed(ports, posted, form, answers);
  const openedAt = sealTime(ports, posted, form, 'ask');
  if (openedAt === null) return outOfDate(ports, posted, form);
  if (isOfFirstMinute(sheet, openedAt))
    return { status: 200, screen: confirmScreen(ports, sheet, token, form) };
  return record(ports, posted, answers);
}

/** A browser sends Origin with every form. Without it, or with another one, a program may have sent it. */
function isFromOwnPage(request: FastifyRequest, { web }: WebPorts): boolean {
  return request.headers.origin !== undefined && isOwnOrigin(request, web);
}

function isRecorded({ lines, recipient }: AnswerSheet, { trader, answer }: NamedAnswer): boolean {
  const given = lines.find((line) => line.trader === trader)?.given ?? null;
  return given !== null && given.by === recipient && isSameAnswer(given.answer, answer);
}

/**
 * By the time at which the form was opened, not sent: a post of the first minute that is sent again later is
 * still one of the first minute. Where the time of acceptance is not known, every form is.
 */
function isOfFirstMinute({ acceptedAt }: AnswerSheet, openedAt: Date): boolean {
  return acceptedAt === null || openedAt.getTime() < acceptedAt.getTime() + FIRST_MINUTE_MS;
}

function sealTime(
  { signingKeys, clock }: WebPorts,
  { token, sheet }: Posted,
  { seal, answers }: PostedForm,
  stage: FormStage,
): Date | null {
  const form = { token, stage, state: stateOf(sheet), answers: stage === 'confirm' ? answers : [] };
  return openSeal(signingKeys(), seal, form, clock.now());
}

function incomplete(ports: WebPorts, { sheet, token }: Posted, form: PostedForm): Page {
  const wrong = form.entries.filter(({ problem }) => problem !== null);
  const text =
    wrong.length > 0
      ? 'Nothing was recorded: something is missing.'
      : 'Nothing was recorded: choose what you did, then save.';
  const shown = { entries: form.entries, keepsChoices: wrong.length > 0, notices: [problem(text)] };
  return { status: 422, screen: formScreen(ports, sheet, token, shown) };
}

function outOfDate(ports: WebPorts, { sheet, token }: Posted, { entries }: PostedForm): Page {
  const text = 'Nothing was recorded: this form is out of date. This is how things are now; choose again.';
  return { status: 422, screen: formScreen(ports, sheet, token, { entries, notices: [problem(text)] }) };
}

/** The second page is of every change that it names; of several, the choice concerns all together. */
async function confirmed(
  ports: WebPorts,
  posted: Posted,
  form: PostedForm,
  answers: readonly NamedAnswer[],
): Promise<Page> {
  const { sheet, token } = posted;
  if (sheet.lines.length === 1 || form.all === 'confirm') return record(ports, posted, answers);
  const notices = [problem('Nothing was recorded: choose yes or no, then save.')];
  return { status: 422, screen: confirmScreen(ports, sheet, token, form, notices) };
}

async function record(ports: WebPorts, posted: Posted, answers: readonly NamedAnswer[]): Promise<Page> {
  const { sessionDate, recipient: by } = posted.sheet;
  const results = await ports.actions.answerEach({ sessionDate, answers, by, through: 'link' });
  for (const result of results) if ('refused' in result) throw result.refused;
  return recorded(ports, posted, 'Recorded');
}

async function recorded(ports: WebPorts, { sheet, token }: Posted, text: string): Promise<Page> {
  const now = await readAgain(ports, { sheet, token });
  const notices = [{ kind: 'done' as const, text: `${text}. You can close this page.` }];
  return { status: 200, screen: formScreen(ports, now, token, { notices }) };
}

async function keepUnconfirmed(
  ports: WebPorts,
  { sheet, token }: Posted,
  answers: readonly NamedAnswer[],
  { headers }: FastifyRequest,
): Promise<Page> {
  const { sessionDate, recipient: by } = sheet;
  const at = ports.clock.now();
  const because =
    headers.origin === undefined ? 'it came without Origin' : 'its Origin is not that of this server';
  const kept = answers.flatMap(({ trader, answer }) => {
    const line = sheet.lines.find((each) => each.trader === trader);
    const isKept = line?.unconfirmed != null && isSameAnswer(line.unconfirmed.answer, answer);
    if (line === undefined || isKept) return [];
    return [{ sessionDate, trader, answer, revision: line.revision, by, at, because }];
  });
  if (kept.length > 0) await ports.unconfirmed.add(kept);
  const text = `Not confirmed, and nothing was changed: ${because}, so a program may have sent it.`;
  const hint = 'To confirm, choose again below in your browser and save, or press Confirm on the desk page.';
  const now = await readAgain(ports, { sheet, token });
  const notices = [{ ...problem(text), hint }];
  return { status: 202, screen: formScreen(ports, now, token, { notices }) };
}

/** The sheet after a write. */
async function readAgain({ signingKeys, answerSheets }: WebPorts, { sheet, token }: Posted) {
  const link = openToken(signingKeys(), token);
  const now = link === null ? 'expired' : await answerSheets.read(link);
  return typeof now === 'string' ? sheet : now;
}

function problem(text: string): Notice {
  return { kind: 'problem', text };
}
