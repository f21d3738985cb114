import { hasManyLargeLosses, type TraderMonth } from '../../evaluation/tradersToDiscuss.ts';
import { shortDay } from '../../text/dates.ts';
import { roughDollars } from '../../text/money.ts';
import { capitalised, shownName } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';
import { counted } from '../backtestWords.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';

const TITLES: readonly string[] = [
  '',
  'One trader to talk about',
  'Two traders to talk about',
  'Three traders to talk about',
];
const MOST_SESSIONS = 3;

/** The traders to talk about, with the reasons; null without one. */
export function tradersGroup({ review: { discuss } }: ReviewInput): ReviewGroup | null {
  if (discuss.length === 0) return null;
  return {
    id: 'traders-to-discuss',
    title: TITLES[discuss.length] ?? 'Traders to talk about',
    facts: discuss.map((month) => ({ label: shownName(month.trader), text: reasonsOf(month) })),
  };
}

function reasonsOf(month: TraderMonth): string {
  const { tradedDays, netPnl, largeLosses, ignored, stopped, criticalMornings, worstDay } = month;
  const worst =
    worstDay === null ? '' : `, worst ${roughDollars(worstDay.netPnl)} on ${shortDay(worstDay.sessionDate)}`;
  const reasons = [
    ...(ignored.length === 0 ? [] : [`traded on past the limit on ${sessionWords(ignored)}`]),
    ...(criticalMornings === 0 ? [] : [`named as critical by ${counted(criticalMornings, 'mail')}`]),
    ...(hasManyLargeLosses(month)
      ? [`${count(largeLosses, 'large loss', 'large losses')} on ${counted(tradedDays, 'traded day')}`]
      : []),
    ...(stopped === 0 ? [] : [`stopped on ${counted(stopped, 'day')}`]),
    `net ${roughDollars(netPnl)}${worst}`,
  ];
  return `${capitalised(reasons.join('; '))}.`;
}

function sessionWords(sessions: readonly string[]): string {
  const shown = sessions.slice(0, MOST_SESSIONS).map(shortDay).join(', ');
  const more = sessions.length - MOST_SESSIONS;
  return more > 0 ? `${shown} and ${counted(more, 'more day')}` : shown;
}
