import type { Decision } from '../decision/decision.ts';
import { addDays, weekdayOf } from '../session/isoDate.ts';

const LONG_CUT_SESSIONS = 10;

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
