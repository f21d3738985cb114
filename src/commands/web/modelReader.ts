import { readModelEvidence } from '../../pipeline/screens/modelEvidence.ts';
import type { ModelReader } from '../../ports/screens/modelReader.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** What is stored of the model, over the stores of one desk. */
export function createModelReader(world: World, door: DeskDoor): ModelReader {
  const { calendar, clock, config } = world;
  const settings = {
    maxReductionPct: config.maxReductionPct,
    cutsRequireProof: config.cutsRequireProof,
    shadowNames: config.shadowStrategies.map(({ name }) => name),
  };
  return {
    async read() {
      const stores = await door.stores();
      return readModelEvidence({ ...stores, calendar, clock, records: stores.modelRecords }, settings);
    },
  };
}
