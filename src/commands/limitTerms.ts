import { sessionDueNow } from '../domain/session/due.ts';
import type { LimitTerms } from '../pipeline/limits/deskLimits.ts';
import type { World } from './world.ts';

/** The session due now, and the settings that limits depend on. */
export function limitTerms({ clock, calendar, config }: World): LimitTerms {
  const { timezone, defaultLimit, limitLifetime: lifetime } = config;
  return { dueSession: sessionDueNow(clock.now(), calendar, timezone), defaultLimit, lifetime };
}
