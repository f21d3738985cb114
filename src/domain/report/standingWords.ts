import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import { sourceWords } from './limitWords.ts';
import type { StandingLimit } from './notices.ts';

/** The limit in force and who says so: `assumed since Thu 26 Nov, base $5,000`. */
export function standingWhy({ dollars, source, since, baseLimit }: StandingLimit): string {
  if (dollars === null) return 'not known: look at the platform';
  const holds = `${sourceWords(source)}${since === null ? '' : ` since ${shortDay(since)}`}`;
  return dollars === baseLimit ? holds : `${holds}, base ${limitDollars(baseLimit)}`;
}

/** `4 of 12 limits in force differ from the base limit: 1 confirmed, 3 assumed. 1 is not known.` */
export function standingSummary(standing: readonly StandingLimit[]): string {
  const differs = standing.filter(({ dollars, baseLimit }) => dollars !== null && dollars !== baseLimit);
  const unknown = standing.filter(({ dollars }) => dollars === null).length;
  const assumed = differs.filter(({ source }) => source === 'assumed').length;
  const all = count(standing.length, 'limit');
  const known =
    differs.length === 0
      ? `None of ${all} in force is known to differ from the base limit.`
      : `${differs.length} of ${all} in force differ from the base limit: ${differs.length - assumed} confirmed or set, ${assumed} assumed from a mail.`;
  return unknown === 0
    ? known
    : `${known} ${unknown} ${unknown === 1 ? 'is' : 'are'} not known: look at the platform.`;
}
