import type { Decision } from '../decision/decision.ts';
import type { ChangeCounts } from './report.ts';

/** How many lines ask for each change. Decisions stored before lines existed are not counted. */
export function changeCounts(decisions: readonly Pick<Decision, 'limit'>[]): ChangeCounts {
  const counts = { lower: 0, raise: 0, stay: 0, set: 0 };
  for (const { limit } of decisions) if (limit) counts[limit.change]++;
  return counts;
}
