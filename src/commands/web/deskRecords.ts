import { createAuditReader } from '../../adapters/database/store/auditReader.ts';
import { createMorningVersions } from '../../adapters/database/store/morningVersions.ts';
import { createBacktestResults } from '../../adapters/files/backtestResults.ts';
import { createLimitFileMaker } from '../../adapters/files/profiles/limitFileMaker.ts';
import { morningTimes } from '../../domain/session/schedule.ts';
import { readDeskTraders, readTraderDays } from '../../pipeline/records/deskTraders.ts';
import { makeLimitsFile } from '../../pipeline/records/limitsFile.ts';
import { readMorning } from '../../pipeline/records/readMorning.ts';
import { readUndecided } from '../../pipeline/records/undecidedMorning.ts';
import type { DeskRecords } from '../../ports/deskRecords.ts';
import { limitTerms } from '../limitTerms.ts';
import { dataDirectory, type Stores, type World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** What the web server reads, over the stores of one desk. */
export function createDeskRecords(world: World, door: DeskDoor): DeskRecords {
  const { clock, calendar, config } = world;
  const maker = createLimitFileMaker(world.limitsProfiles, config);
  const opened = readersOf(door);
  const withTerms = async () => {
    const readers = await opened();
    return { readers, terms: await limitTerms(world, readers.stores) };
  };
  return {
    mark: door.version,
    lastDecided: async () => (await opened()).versions.lastDecided(),
    version: async (sessionDate) => (await opened()).versions.version(sessionDate),
    dueSession: async () => (await withTerms()).terms.dueSession,
    morning: async (sessionDate) => {
      const { stores, versions } = await opened();
      return readMorning({ ...stores, versions }, sessionDate);
    },
    undecided: async (sessionDate) => {
      const { stores } = await opened();
      return readUndecided(stores, morningTimes(sessionDate, calendar, config), clock.now());
    },
    traders: async () => {
      const { readers, terms } = await withTerms();
      return readDeskTraders(readers.stores, terms);
    },
    traderDays: async (trader, range, limit) => {
      const { readers, terms } = await withTerms();
      return readTraderDays(readers.stores, terms, { trader, range, limit });
    },
    overrides: async () => (await opened()).stores.limits.overrides(),
    audit: async (sequence, limit) => (await opened()).audit.after(sequence, limit),
    profiles: maker.profiles,
    limitsFile: async (report, profile, kind) =>
      makeLimitsFile({ ...(await opened()).stores, maker }, report, { profile, kind }),
    backtests: createBacktestResults(dataDirectory(config)),
  };
}

interface Readers {
  readonly stores: Stores;
  readonly versions: ReturnType<typeof createMorningVersions>;
  readonly audit: ReturnType<typeof createAuditReader>;
}

/** Prepares the statements once for each connection. */
function readersOf(door: DeskDoor): () => Promise<Readers> {
  let last: Readers | null = null;
  return async () => {
    const stores = await door.stores();
    if (last?.stores !== stores) {
      const { database } = stores;
      last = {
        stores,
        versions: createMorningVersions(database),
        audit: createAuditReader(database),
      };
    }
    return last;
  };
}
