import type { SizingRequest } from '../pipeline/sizing/readSizingDesk.ts';
import { walkOptions } from './walkOptions.ts';
import type { World } from './world.ts';

/** The request for the sizes of a session, from the configuration. */
export function sizingRequest({ config }: Pick<World, 'config'>, sessionDate: string): SizingRequest {
  return {
    sessionDate,
    defaultLimit: config.defaultLimit,
    limitBasis: config.limitBasis,
    limitLifetime: config.limitLifetime,
    walk: walkOptions(config),
    baseCurrency: config.baseCurrency,
    maxPositionPct: config.maxPositionPct,
  };
}
