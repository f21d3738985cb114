import { createScreenRecords } from '../../adapters/database/sqlite/screenRecords.ts';
import { readMorning, readNow, readStatus } from '../../pipeline/screens/readMorning.ts';
import type { MorningReader } from '../../ports/screens/morningReader.ts';
import type { ScreenPorts } from '../../ports/screens/screenPorts.ts';
import type { ScreenRecords } from '../../ports/screens/screenRecords.ts';
import { limitTerms } from '../limitTerms.ts';
import type { Stores, World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** What the screens of the desk page read, over the stores of one desk. */
export function createScreenPorts(world: World, door: DeskDoor): ScreenPorts {
  const opened = readersOf(door);
  return { mornings: mornings(world, opened) };
}

interface Readers {
  readonly stores: Stores;
  readonly records: ScreenRecords;
  /** A restored database has numbers of its own. */
  readonly opening: number;
}

function readersOf(door: DeskDoor): () => Promise<Readers> {
  let last: Readers | null = null;
  return async () => {
    const stores = await door.stores();
    if (last?.stores !== stores) {
      const { database } = stores;
      last = {
        stores,
        records: createScreenRecords(database),
        opening: (last?.opening ?? 0) + 1,
      };
    }
    return last;
  };
}

function mornings(world: World, opened: () => Promise<Readers>): MorningReader {
  const { calendar, clock, config } = world;
  const reading = async () => {
    const { stores, records } = await opened();
    return { ports: { ...stores, records, calendar }, terms: await limitTerms(world, stores) };
  };
  return {
    async version() {
      const { records, opening } = await opened();
      return `${opening} ${await records.version()}`;
    },
    dueSession: async () => (await reading()).terms.dueSession,
    lastDecided: async (through) => (await opened()).stores.decisions.lastDecided(through),
    async status(sessionDate) {
      const { ports } = await reading();
      const recipients = config.mail?.recipients ?? [];
      return readStatus(ports, config, recipients, { sessionDate, now: clock.now() });
    },
    async morning(sessionDate) {
      const { ports, terms } = await reading();
      return readMorning(ports, terms, sessionDate);
    },
    async now() {
      const { ports, terms } = await reading();
      return readNow(ports, terms);
    },
  };
}
