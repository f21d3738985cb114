import type { ShadowComparison } from '../evaluation/shadowComparison.ts';
import { shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { capitalised, fullSentence } from '../text/outsideText.ts';
import { counted, dollarInterval, grouped } from './backtestWords.ts';

/** Above so many, only the newest sessions without a decision are named. */
const MOST_NOT_DECIDED = 3;

/** `12 of 480`: trader-days on which the limit of the shadow differs. */
export function differingWords({ differingDays, traderDays }: ShadowComparison): string {
  return `${grouped(differingDays)} of ${grouped(traderDays)}`;
}

/** `−$300 to $2,700`; null with too few sessions for an interval. */
export function shadowInterval({
  interval,
  verdict,
}: Pick<ShadowComparison, 'interval' | 'verdict'>): string | null {
  return verdict === 'not enough to tell' ? null : dollarInterval(interval);
}

/** `−$4,100 instead of −$5,200`; `−$5,200 under both`; null with too few sessions for a 5 % day. */
export function tailWords({ tail }: Pick<ShadowComparison, 'tail'>): string | null {
  if (tail === null) return null;
  const [inForce, shadow] = [roughDollars(tail.inForce), roughDollars(tail.shadow)];
  return shadow === inForce ? `${shadow} under both` : `${shadow} instead of ${inForce}`;
}

/** `did not decide for Tue 3 Mar (no engine could decide)`; null where it always decided. */
export function notDecidedWords({ notDecided }: Pick<ShadowComparison, 'notDecided'>): string | null {
  if (notDecided.length === 0) return null;
  const named = notDecided
    .slice(0, MOST_NOT_DECIDED)
    .map(({ sessionDate, because }) => `${shortDay(sessionDate)} (${because})`);
  const more = notDecided.length - named.length;
  return `did not decide for ${[...named, ...(more === 0 ? [] : [`${counted(more, 'session')} before`])].join(', ')}`;
}

/** `$1,600 more`, `$1,350 less`, `no more and no less`. */
export function differenceWords(difference: number): string {
  if (difference === 0) return 'no more and no less';
  return `${roughDollars(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'}`;
}

/** What came of a shadow strategy, in sentences. */
export function shadowSentences(comparison: ShadowComparison): string {
  const { sessions, difference, verdict } = comparison;
  const interval = shadowInterval(comparison);
  const tail = tailWords(comparison);
  const missing = notDecidedWords(comparison);
  const results = [
    `${capitalised(verdict)}: ${differenceWords(difference)} than the strategy in force over ${counted(sessions, 'session')}${interval === null ? '' : ` (5–95%: ${interval})`}.`,
    `Another limit on ${differingWords(comparison)} trader-days${uncertainWords(comparison)}.`,
    ...(tail === null ? [] : [`5% day of the desk ${tail}.`]),
  ];
  return [
    ...(sessions === 0 ? ['No session with an outcome yet.'] : results),
    ...(missing === null ? [] : [fullSentence(`it ${missing}`)]),
  ].join(' ');
}

/** ` (22 estimated, 3 not known)`; empty where all are known. */
function uncertainWords({ estimatedDays, notKnownDays }: ShadowComparison): string {
  const parts = [
    ...(estimatedDays === 0 ? [] : [`${grouped(estimatedDays)} estimated`]),
    ...(notKnownDays === 0 ? [] : [`${grouped(notKnownDays)} not known`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
