import { inForceWords } from '../../../domain/limits/inForceWords.ts';
import { changeTo } from '../../../domain/limits/target.ts';
import { answerWords, channelWords, nextMailWords } from '../../../domain/report/answerWords.ts';
import { clockWords } from '../../../domain/report/noticeView.ts';
import { longDay } from '../../../domain/text/dates.ts';
import { limitDollars } from '../../../domain/text/money.ts';
import { fullSentence, shownDesk, shownName } from '../../../domain/text/outsideText.ts';
import { count } from '../../../domain/text/words.ts';
import type { AnswerSheet, AnswerSheetLine } from '../../../ports/answerSheets.ts';
import type { NamedAnswer } from './formSeal.ts';
import { fieldName, type LineEntry } from './postedForm.ts';

/** What every page of a link shows. */
export interface PageTerms {
  readonly token: string;
  readonly seal: string;
  readonly timezone: string;
}

const NOTHING: LineEntry = { choice: '', amount: '', reason: '', problem: null, wrongField: null };

/**
 * The form with the choices, none of which is chosen beforehand.
 * @param entries what was posted, shown again; absent: nothing was.
 * @param keepsChoices shows what was chosen too: only where a field of it is still wrong.
 */
export function formView(
  sheet: AnswerSheet,
  terms: PageTerms,
  entries: readonly LineEntry[] = [],
  keepsChoices = false,
) {
  const { lines } = sheet;
  const [first] = lines;
  const isOne = lines.length === 1;
  const open = lines.filter(({ given }) => given === null).length;
  return {
    path: `/a/${terms.token}`,
    seal: terms.seal,
    heading:
      isOne && first !== undefined
        ? `Was ${limitDollars(first.target)} set for ${shownName(first.trader)}?`
        : `Were these ${count(lines.length, 'limit')} set?`,
    session: longDay(sheet.sessionDate),
    recipient: sheet.recipient,
    isOne,
    isAnswered: open === 0,
    all: isOne || open === 0 ? '' : allWords(open, lines.length),
    lines: lines.map((line, place) =>
      lineView(line, { sheet, place, terms, entry: entries[place] ?? NOTHING, keepsChoices }),
    ),
  };
}

function allWords(open: number, lines: number): string {
  return open === lines
    ? `All set: all ${count(lines, 'limit')} as mailed`
    : `All set: ${count(open, 'limit')} without an answer, as mailed`;
}

function lineView(
  line: AnswerSheetLine,
  {
    sheet,
    place,
    terms: { timezone },
    entry,
    keepsChoices,
  }: {
    readonly sheet: AnswerSheet;
    readonly place: number;
    readonly terms: PageTerms;
    readonly entry: LineEntry;
    readonly keepsChoices: boolean;
  },
) {
  const { trader, desk, target, baseLimit, reason } = line;
  const chosen = keepsChoices ? entry.choice : '';
  const isLower = line.before !== null && changeTo(target, line.before) === 'lower';
  return {
    trader: shownName(trader),
    desk: shownDesk(desk),
    before: line.before === null ? 'unknown' : limitDollars(line.before),
    target: limitDollars(target),
    sign: line.before === null ? '●' : isLower ? '▼' : '▲',
    isLower,
    base: `base limit ${limitDollars(baseLimit)}`,
    reason: reason === '' ? '' : fullSentence(reason),
    changed: changedWords(line),
    state: stateWords(line, sheet.sessionDate, timezone),
    unconfirmed: unconfirmedWords(line, sheet.sessionDate, timezone),
    id: `c${place + 1}`,
    choiceName: fieldName('choice', place, sheet),
    amountName: fieldName('amount', place, sheet),
    reasonName: fieldName('reason', place, sheet),
    isSet: chosen === 'set',
    isDifferent: chosen === 'different',
    isNotToday: chosen === 'not-today',
    amount: entry.amount,
    reasonTyped: entry.reason,
    problem: entry.problem ?? '',
    isAmountWrong: entry.wrongField === 'amount',
    isReasonWrong: entry.wrongField === 'reason',
  };
}

/** Where a correction has changed what the mail of the link asked for. */
function changedWords({ changedFrom, target }: AnswerSheetLine): string {
  return changedFrom === null
    ? ''
    : `The cut changed from ${limitDollars(changedFrom)} to ${limitDollars(target)}: a correction came after this mail. Answer the new limit.`;
}

/** The answer and what follows from it; empty where none was given. */
function stateWords(
  { given, target, inForce }: AnswerSheetLine,
  sessionDate: string,
  timezone: string,
): string {
  if (given === null) return '';
  const { answer, by, at, through } = given;
  const who = `${shownName(by)}, ${clockWords(at, timezone, sessionDate)}, by ${channelWords(through)}`;
  const now = inForce.dollars === null ? 'unknown' : limitDollars(inForce.dollars);
  return `Answered: ${answerWords(answer, target)} (${who}). In force now: ${now} (${inForceWords(inForce)}). ${nextMailWords(answer, target, inForce.dollars)}`;
}

function unconfirmedWords(
  { unconfirmed, target }: AnswerSheetLine,
  sessionDate: string,
  timezone: string,
): string {
  if (unconfirmed === null) return '';
  const { answer, at } = unconfirmed;
  return `Not confirmed: ${answerWords(answer, target)}, received ${clockWords(at, timezone, sessionDate)}. It changes nothing. If it is right, choose it again here and save.`;
}

/** The second page of the first minute, with the answers that it asks to confirm. */
export function confirmView(
  sheet: AnswerSheet,
  terms: PageTerms,
  answers: readonly NamedAnswer[],
  entries: readonly LineEntry[],
) {
  const byTrader = new Map(answers.map(({ trader, answer }) => [trader, answer]));
  const chosen = sheet.lines.flatMap((line, place) => {
    const answer = byTrader.get(line.trader);
    const entry = entries[place];
    if (answer === undefined || entry === undefined) return [];
    return [
      {
        trader: shownName(line.trader),
        words: answerWords(answer, line.target),
        fields: (['choice', 'amount', 'reason'] as const).map((name) => ({
          name: fieldName(name, place, sheet),
          value: entry[name],
        })),
        entry,
      },
    ];
  });
  const [first] = chosen;
  const isOne = sheet.lines.length === 1;
  const words = isOne ? (first?.words ?? '') : count(answers.length, 'answer');
  return {
    path: `/a/${terms.token}`,
    seal: terms.seal,
    heading: `Confirm: ${isOne ? '' : 'record '}${words}?`,
    session: longDay(sheet.sessionDate),
    chosen: chosen.map(({ trader, words: said }) => ({ trader, words: said })),
    // The choice itself is not hidden: it has to be made again.
    hidden: chosen.flatMap(({ fields }) => fields.filter(({ name }) => !isOne || name !== 'choice')),
    radio: isOne ? 'choice' : 'all',
    yes: isOne ? (first?.entry.choice ?? '') : 'confirm',
    yesWords: isOne ? `Yes: ${words}` : `Yes: record ${words}`,
  };
}
