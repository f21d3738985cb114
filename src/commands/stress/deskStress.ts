import { setImmediate } from 'node:timers/promises';
import { createDeskRiskStore } from '../../adapters/database/store/deskRiskStore.ts';
import type { StressInput } from '../../domain/risk/stress/stressInput.ts';
import { readStressInput, type StressPorts } from '../../pipeline/stress/readStress.ts';
import { stressSession } from '../../pipeline/stress/stressSession.ts';
import { walkOptions } from '../walkOptions.ts';
import type { Stores, World } from '../world.ts';

/** What a stress test reads, over the stores of one desk. */
export function stressPorts({ calendar, config }: World, stores: Stores): StressPorts {
  const deskRisk = createDeskRiskStore(stores.database, config.baseCurrency);
  return { ...stores, calendar, deskRisk, pause: () => setImmediate() };
}

/** The session to stress; null: nothing is stored. @throws InputError for a date without data. */
export async function sessionToStress(
  ports: StressPorts,
  asked: string | null,
  where: string,
): Promise<string | null> {
  return stressSession(ports, asked, where);
}

/** Everything that is stored of a desk for a stress test. */
export async function readDeskStress(
  { config }: World,
  ports: StressPorts,
  sessionDate: string,
): Promise<StressInput> {
  return readStressInput(ports, {
    sessionDate,
    defaultLimit: config.defaultLimit,
    lifetime: config.limitLifetime,
    basis: config.limitBasis,
    slippageBasisPoints: walkOptions(config).stop.slippageBasisPoints,
  });
}
