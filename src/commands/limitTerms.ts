import type { LimitTerms } from '../pipeline/limits/deskLimits.ts';
import { deskSession } from './deskSession.ts';
import type { Stores, World } from './world.ts';

/** The session that the desk stands at, and the settings that limits depend on. */
export async function limitTerms(
  world: World,
  stores: Pick<Stores, 'fills' | 'acceptances'>,
): Promise<LimitTerms> {
  const { defaultLimit, limitLifetime: lifetime } = world.config;
  return { dueSession: await deskSession(world, stores), defaultLimit, lifetime };
}
