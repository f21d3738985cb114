import type { Decision } from '../decision/decision.ts';
import { addDays, weekdayOf } from '../session/isoDate.ts';
import type { MorningReport } from './report.ts';

const LONG_CUT_SESSIONS = 10;
/** Cuts of so many sessions are no daily decision any more: the base limits are wrong. */
const STANDING_CUT_SESSIONS = 20;
/** On a smaller desk the question about each trader says it all. */
const LEAST_TRADERS = 3;

/**
 * Traders whose target has been below the base limit for 10 sessions or more, the longest first. They are
 * named once a week: on the first morning of the week that was decided.
 *
 * Example: Monday's morning failed: Tuesday's names them, Wednesday's does not.
 *
 * @param earlierMornings sessions of the mornings decided before
 */
export function longCuts(
  decisions: readonly Pick<Decision, 'trader' | 'limit'>[],
  sessionDate: string,
  earlierMornings: readonly string[],
): readonly { readonly trader: string; readonly sessions: number }[] {
  const monday = addDays(sessionDate, 1 - weekdayOf(sessionDate));
  if (earlierMornings.some((session) => session >= monday && session < sessionDate)) return [];
  return decisions
    .map(({ trader, limit }) => ({ trader, sessions: limit?.cutDay ?? 0 }))
    .filter(({ sessions }) => sessions >= LONG_CUT_SESSIONS)
    .toSorted((a, b) => b.sessions - a.sessions || (a.trader < b.trader ? -1 : 1));
}

/**
 * The sentence about a desk of which most traders have been cut for 20 sessions or more; null: not most, or
 * fewer than three traders. It is said on the same mornings as the question about each trader.
 *
 * Example: 8 of 12 traders: `8 of 12 traders have been cut for 20 sessions or more: review the base limits.`
 */
export function deskLongCutWords({
  decisions,
  longCuts: cuts = [],
}: Pick<MorningReport, 'decisions' | 'longCuts'>): string | null {
  const traders = decisions.length;
  const standing = cuts.filter(({ sessions }) => sessions >= STANDING_CUT_SESSIONS).length;
  if (traders < LEAST_TRADERS || 2 * standing <= traders) return null;
  return `${standing} of ${traders} traders have been cut for ${STANDING_CUT_SESSIONS} sessions or more: review the base limits.`;
}
