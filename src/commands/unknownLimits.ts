import type { Database } from '../adapters/database/database.ts';
import { createDecisionStore } from '../adapters/database/store/decisionStore.ts';
import { createLimitStore } from '../adapters/database/store/limitStore.ts';
import type { LimitEvent, NewLimitEvent } from '../domain/limits/limitEvent.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { authorOf } from './author.ts';
import type { World } from './world.ts';

/** Records in a restored database that the limits in force are unknown. */
export async function recordUnknownLimits(world: World, database: Database, at: Date): Promise<void> {
  const last = await createDecisionStore(database).lastDecided('9999-12-31');
  const limits = createLimitStore(database);
  await limits.record(unknownLimits(world, at, last, await limits.events('9999-12-31')));
}

/**
 * What was mailed and answered after the backup is lost: the platform may hold any limit since the last
 * morning of the backup. Limits stated for later sessions may have been changed too, so each of those
 * sessions begins as unknown.
 */
function unknownLimits(
  { calendar, config }: World,
  at: Date,
  lastDecided: string | null,
  stored: readonly LimitEvent[],
): readonly NewLimitEvent[] {
  const first = lastDecided ?? sessionDueNow(at, calendar, config.timezone);
  const later = stored.map(({ sessionDate }) => sessionDate).filter((session) => session > first);
  return [...new Set([first, ...later])].map((sessionDate) => ({
    kind: 'unknown',
    trader: null,
    sessionDate,
    recordedAt: at,
    dollars: null,
    baseLimit: null,
    revision: null,
    reason: null,
    by: authorOf(undefined),
    through: 'restore',
  }));
}
