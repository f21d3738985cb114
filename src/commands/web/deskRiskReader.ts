import { setImmediate } from 'node:timers/promises';
import { createDeskRiskStore } from '../../adapters/database/store/deskRiskStore.ts';
import { readDeskRisk } from '../../pipeline/screens/deskRisk.ts';
import type { DeskRiskStore } from '../../ports/deskRiskStore.ts';
import type { DeskRiskReader } from '../../ports/screens/deskRisk.ts';
import { limitTerms } from '../limitTerms.ts';
import { walkOptions } from '../walkOptions.ts';
import type { Stores, World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** The risk of the whole desk, over the stores of one desk. */
export function createDeskRiskReader(world: World, door: DeskDoor): DeskRiskReader {
  const { calendar, config } = world;
  const { slippageBasisPoints } = walkOptions(config).stop;
  const storeOf = deskRiskStores(config.baseCurrency);
  return {
    async read() {
      const stores = await door.stores();
      const terms = await limitTerms(world, stores);
      const ports = { ...stores, calendar, deskRisk: storeOf(stores), pause: () => setImmediate() };
      return readDeskRisk(ports, terms, { basis: config.limitBasis, slippage: { slippageBasisPoints } });
    },
  };
}

/** Prepares the statements once for each connection. */
function deskRiskStores(baseCurrency: string): (stores: Stores) => DeskRiskStore {
  let last: { readonly stores: Stores; readonly store: DeskRiskStore } | null = null;
  return (stores) => {
    if (last?.stores !== stores) last = { stores, store: createDeskRiskStore(stores.database, baseCurrency) };
    return last.store;
  };
}
