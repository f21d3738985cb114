import {
  COMPARED_SESSIONS,
  compareShadows,
  type ShadowComparison,
} from '../domain/evaluation/shadowComparison.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { ShadowStore } from '../ports/shadows.ts';
import { sessionsBefore } from './limitedSessions.ts';

export interface ShadowComparisonPorts {
  readonly calendar: Pick<Calendar, 'previousSession' | 'nextSession'>;
  readonly shadows: Pick<ShadowStore, 'mornings' | 'scores'>;
}

/**
 * Compares every shadow strategy of the last 250 sessions with the strategy in force. Mornings have stored
 * the scores: this adds them up, a few milliseconds.
 * @param through the last session, YYYY-MM-DD
 * @returns one comparison a strategy; empty where none decided.
 */
export async function readShadowComparison(
  { calendar, shadows }: ShadowComparisonPorts,
  through: string,
): Promise<readonly ShadowComparison[]> {
  const [from = through] = sessionsBefore(calendar, calendar.nextSession(through), COMPARED_SESSIONS);
  return compareShadows(await shadows.mornings(from, through), await shadows.scores(from, through));
}
