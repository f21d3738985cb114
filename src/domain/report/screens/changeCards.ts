import type { InForce } from '../../limits/inForce.ts';
import { inForceWords as heldWords } from '../../limits/inForceWords.ts';
import { limitDollars } from '../../text/money.ts';
import { fullSentence, shownName, shownSentence } from '../../text/outsideText.ts';
import { type ChangeView, changeView } from '../changeViews.ts';
import { clockWords } from '../noticeView.ts';
import type { EndedOverride } from '../report.ts';
import type { AskedChange, GivenAnswer, WaitingAnswer } from './askedChanges.ts';

/** One change on the page: the line of the mail, and what became of it. Strings and booleans only. */
export interface ChangeCard extends ChangeView {
  /** The trader as the store names them, for forms. */
  readonly name: string;
  /** What an answer "set" says: `3200`. */
  readonly asked: string;
  /** `was $3,200, now $2,800`; empty without a correction. */
  readonly corrected: string;
  readonly isOpen: boolean;
  /** The answer says that a limit was set: someone may have pressed the wrong button. */
  readonly isUndoable: boolean;
  readonly awaitsMail: boolean;
  /** `Set · 07:41 EST by risk-1, on the page`; empty without an answer. */
  readonly answer: string;
  /** `Answered before the correction: …`; empty without such an answer. */
  readonly outdated: string;
  /** What the platform holds now, as far as is known; empty on a past morning. */
  readonly holds: string;
  readonly waiting: readonly WaitingView[];
}

export interface WaitingView {
  readonly text: string;
  readonly because: string;
  /** The answer as a form sends it. */
  readonly choice: string;
  readonly dollars: string;
  readonly reason: string;
}

export interface CardTerms {
  readonly timezone: string;
  readonly sessionDate: string;
  readonly ended: readonly EndedOverride[];
  /** The limits in force now, by trader; empty on a past morning. */
  readonly inForce: ReadonlyMap<string, InForce>;
}

/** Unanswered changes first, then those that were answered, each in the order of the mail. */
export function changeCards(changes: readonly AskedChange[], terms: CardTerms): readonly ChangeCard[] {
  const cards = changes.map((change) => changeCard(change, terms));
  return [...cards.filter(({ isOpen }) => isOpen), ...cards.filter(({ isOpen }) => !isOpen)];
}

function changeCard(change: AskedChange, terms: CardTerms): ChangeCard {
  const { decision, asked, askedBefore, given, outdated } = change;
  const ended = terms.ended.find(({ trader }) => trader === decision.trader);
  const inForce = terms.inForce.get(decision.trader);
  return {
    ...changeView(decision, ended),
    name: decision.trader,
    asked: String(asked),
    corrected: askedBefore === null ? '' : `was ${limitDollars(askedBefore)}, now ${limitDollars(asked)}`,
    isOpen: given === null,
    isUndoable: given?.kind === 'applied' || given?.kind === 'different',
    awaitsMail: change.awaitsMail,
    answer: given === null ? '' : givenWords(given, terms),
    outdated: outdated === null ? '' : givenWords(outdated, terms),
    holds: inForce === undefined || given === null ? '' : holdsWords(inForce),
    waiting: change.waiting.map((each) => waitingView(each, asked, terms)),
  };
}

/** `$3,200 in force: answered by risk-1, since Mon 30 Nov`. */
function holdsWords(inForce: InForce): string {
  const amount =
    inForce.dollars === null ? 'Limit in force not known' : `${limitDollars(inForce.dollars)} in force`;
  return `${amount}: ${heldWords(inForce)}`;
}

const channels: Readonly<Record<GivenAnswer['through'], string>> = {
  mail: 'by mail',
  command: 'on the command line',
  link: 'by the link in the mail',
  page: 'on the page',
  api: 'by the API',
  file: "from the platform's file",
  restore: 'by a restore',
  upgrade: 'by an upgrade',
};

type When = Pick<CardTerms, 'timezone' | 'sessionDate'>;

/** `Set to $3,200 · 07:41 EST by risk-1, on the page`. */
export function givenWords(given: GivenAnswer, when: When): string {
  const { by, at, through } = given;
  return `${whatWords(given)} · ${clockWords(at, when.timezone, when.sessionDate)} by ${shownName(by)}, ${channels[through]}`;
}

function whatWords({ kind, dollars, reason }: Pick<GivenAnswer, 'kind' | 'dollars' | 'reason'>): string {
  const amount = dollars === null ? 'another limit' : limitDollars(dollars);
  switch (kind) {
    case 'applied':
      return `Set to ${amount}`;
    case 'different':
      return `Set to ${amount} instead`;
    case 'not-applied':
      return `Not set today: ${shownSentence(reason ?? 'no reason')}`;
    case 'set':
      return `Stated: the platform holds ${amount}`;
    case 'readback':
      return `Read back: the platform holds ${amount}`;
  }
}

function waitingView({ answer, by, at, because }: WaitingAnswer, asked: number, when: When): WaitingView {
  const dollars = answer.kind === 'different' ? answer.dollars : asked;
  const reason = answer.kind === 'not-applied' ? answer.reason : '';
  const what = whatWords({ kind: answer.kind, dollars, reason });
  return {
    text: `${what} · ${clockWords(at, when.timezone, when.sessionDate)} by the link of ${shownName(by)}`,
    because: fullSentence(because),
    choice: answer.kind,
    dollars: answer.kind === 'different' ? String(answer.dollars) : '',
    reason,
  };
}
