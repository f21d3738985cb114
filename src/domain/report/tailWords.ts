import {
  MINIMUM_TAIL_SESSIONS,
  TAIL_FIGURES,
  type TailComparison,
  type TailFigure,
  type TailFigureName,
} from '../evaluation/tailComparison.ts';
import { roughDollars } from '../text/money.ts';
import { type BacktestVerdict, TOO_FEW, type VerdictAnswer } from './backtestVerdict.ts';
import { counted, dollarInterval } from './backtestWords.ts';

/** The names of the tail's figures, as in a table. */
export const TAIL_NAMES: Readonly<Record<TailFigureName, string>> = {
  worstDay: 'Worst day',
  day05: '5% day',
  shortfall05: 'Mean of the worst 5% of days',
  maxDrawdown: 'Largest drawdown',
};

/** Whether the cuts made the bad days of the desk smaller. The words say which figures got worse. */
export function tailVerdict(tail: TailComparison | null, bindingDays: number): BacktestVerdict {
  const question = 'Did the cuts make the bad days of the desk smaller?';
  if (tail === null) return { question, answer: `${TOO_FEW}: no session`, evidence: '', tone: 'open' };
  const { answer, tone } = tailAnswer(tail, bindingDays);
  return { question, answer: `${answer}${worseWords(tail)}`, tone, evidence: tailSentences(tail) };
}

/** `; the 5% day is worse`: the other figures that got worse, empty without any. */
function worseWords({ figures, verdict }: TailComparison): string {
  if (verdict === 'not enough to tell') return '';
  const worse = TAIL_FIGURES.filter(
    (name) => name !== 'shortfall05' && Math.round(figures[name].improvement.value) < 0,
  );
  return worse.map((name) => `; the ${nameInSentence(name)} is worse`).join('');
}

function tailAnswer({ figures, verdict, sessions }: TailComparison, bindingDays: number): VerdictAnswer {
  const { value } = figures.shortfall05.improvement;
  const change = `the worst 5% of days lose ${roughDollars(Math.abs(value))} ${value < 0 ? 'more' : 'less'} on average`;
  switch (verdict) {
    case 'helped':
      return { answer: `Yes: ${change}`, tone: 'good' };
    case 'cost':
      return { answer: `No: ${change}`, tone: 'bad' };
    case 'could be chance':
      return { answer: `Not shown: ${change}, which could be chance`, tone: 'open' };
    case 'not enough to tell':
      return { answer: `${TOO_FEW}: ${whyTooFew(sessions, bindingDays)}`, tone: 'open' };
  }
}

function whyTooFew(sessions: number, bindingDays: number): string {
  return sessions < MINIMUM_TAIL_SESSIONS
    ? `${counted(sessions, 'session')}, of ${MINIMUM_TAIL_SESSIONS} needed`
    : `the cuts changed the result of ${counted(bindingDays, 'trader-day')}`;
}

/**
 * `Worse with the cuts: 5% day −$5,316 → −$6,247. Better: worst day …`: each figure of the desk under base
 * limits, then under cut limits.
 */
function tailSentences({ figures, verdict }: TailComparison): string {
  const group = (start: string, isIn: (improvement: number) => boolean) => {
    const members = TAIL_FIGURES.filter((name) => isIn(Math.round(figures[name].improvement.value)));
    const words = members.map((name) => changeWords(name, figures[name], verdict !== 'not enough to tell'));
    return words.length === 0 ? [] : [`${start}: ${words.join('; ')}.`];
  };
  return [
    'The desk under base limits → under the cut limits.',
    ...group('Worse with the cuts', (improvement) => improvement < 0),
    ...group('Better with the cuts', (improvement) => improvement > 0),
    ...group('Unchanged', (improvement) => improvement === 0),
  ].join(' ');
}

function changeWords(name: TailFigureName, { before, after, improvement }: TailFigure, withBounds: boolean) {
  const bounds = withBounds ? ` (change 5–95%: ${dollarInterval(asChange(name, improvement.interval))})` : '';
  if (Math.round(improvement.value) === 0) return `${nameInSentence(name)} ${roughDollars(after.value)}`;
  return `${nameInSentence(name)} ${roughDollars(before.value)} → ${roughDollars(after.value)}${bounds}`;
}

function nameInSentence(name: TailFigureName): string {
  return TAIL_NAMES[name].toLowerCase();
}

/** A drawdown is a positive number, so a smaller one is a change below 0. */
function asChange(name: TailFigureName, [low, high]: readonly [number, number]) {
  return name === 'maxDrawdown' ? ([0 - high, 0 - low] as const) : ([low, high] as const);
}
