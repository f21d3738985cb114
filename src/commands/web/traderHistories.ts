import { readTraderHistory } from '../../pipeline/screens/traderHistory.ts';
import type { TraderHistories } from '../../ports/screens/traderHistories.ts';
import { limitTerms } from '../limitTerms.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** The histories of traders, over the stores of one desk. */
export function createTraderHistories(world: World, door: DeskDoor): TraderHistories {
  const { calendar, config } = world;
  return {
    async history(trader, day) {
      const stores = await door.stores();
      const terms = await limitTerms(world, stores);
      return readTraderHistory({ ...stores, calendar }, terms, { trader, day, basis: config.limitBasis });
    },
  };
}
