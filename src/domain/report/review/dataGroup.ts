import { shortDay } from '../../text/dates.ts';
import { closedDaysWords, counted } from '../backtestWords.ts';
import { type FactView, listWords } from '../noticeView.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';

const MOST_NAMED = 4;

/** Sessions without a mail or trading, withheld decisions, and days that no figure can judge. */
export function dataGroup(input: ReviewInput): ReviewGroup {
  const facts = problemsOf(input);
  return {
    id: 'data',
    title: 'Data problems',
    facts: facts.length === 0 ? [{ label: 'Data problems', text: 'None.' }] : facts,
  };
}

function problemsOf({ review: { data, mailed, decided } }: ReviewInput): readonly FactView[] {
  const { withoutTrading, withheld, unjudgedDays, closedDays } = data;
  const withoutMail = decided.traderDays === 0 ? [] : mailed.withoutMail;
  return [
    ...sessionsFact('No limits mailed', withoutMail),
    ...sessionsFact('No trading', withoutTrading),
    ...(withheld.days === 0
      ? []
      : [
          {
            label: 'P&L not proven',
            text: `${counted(withheld.days, 'limit')} withheld: ${listWords(withheld.traders, MOST_NAMED)}.`,
          },
        ]),
    ...(unjudgedDays === 0
      ? []
      : [
          {
            label: 'Not judged',
            text: `${counted(unjudgedDays, 'trader-day')} whose fills have no time of day.`,
          },
        ]),
    ...(closedDays.traderDays === 0
      ? []
      : [{ label: 'Closed days', text: `Not in these figures: ${closedDaysWords(closedDays)}.` }]),
  ];
}

function sessionsFact(label: string, sessions: readonly string[]): readonly FactView[] {
  if (sessions.length === 0) return [];
  const named = sessions.slice(0, MOST_NAMED).map(shortDay).join(', ');
  const more = sessions.length - MOST_NAMED;
  return [
    {
      label,
      text: `${counted(sessions.length, 'session')}: ${named}${more > 0 ? ` and ${more} more` : ''}.`,
    },
  ];
}
