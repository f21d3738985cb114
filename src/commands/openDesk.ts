import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import type { OpenDesk } from '../pipeline/daemon/daemonPorts.ts';
import { requireFresh } from '../pipeline/steps/freshness.ts';
import type { Log } from '../ports/runtime.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { requireCheckedStores } from './checkedStores.ts';
import { type DeskFiles, hasDatabase } from './deskDatabase.ts';
import type { MorningDesk } from './morningDesk.ts';
import { morningPorts } from './morningPorts.ts';
import type { MorningMail } from './noticeMail.ts';
import { keepHeapSmall } from './smallHeap.ts';
import { openDeskStores, type Stores, type World, withStores } from './world.ts';

/**
 * Opens the store and the source for one wake-up of the daemon. The check of every page waits until a run
 * begins.
 * @throws StoreError
 */
export async function openDesk(
  world: World,
  mail: MorningMail,
): Promise<Omit<OpenDesk, 'observe'> & { readonly stores: Stores }> {
  const { source: settings } = world.config;
  keepHeapSmall();
  const stores = await openDeskStores(world.config);
  const source = settings && createPropReportsSource({ ...settings, name: 'propreports', log: world.log });
  const close = async () => {
    await source?.close();
    await stores.database.close();
  };
  const desk: MorningDesk = {
    sourceName: source === null ? 'csv' : 'propreports',
    source,
    stores,
    // Not used: the daemon chooses the session.
    sessionDate: '',
    close,
  };
  return {
    stores,
    ports: morningPorts(world, desk, mail),
    async requireReady(sessionDate) {
      await requireCheckedStores(world, stores);
      if (source === null) await requireImported(world, stores, sessionDate);
    },
    close,
  };
}

/**
 * Refuses to start the daemon on the demo desk: its limits must not be mailed. A database that cannot be used
 * is no reason to refuse: the daemon must run to notify of it, at LATE_AT and at SEND_DEADLINE too.
 * @throws ConfigurationError where there is neither a source nor a fill.
 */
export async function requireFills({ config, log }: World): Promise<void> {
  if (config.source !== null || (await mayHaveFills(config, log))) return;
  throw new ConfigurationError(
    'no_fills_to_watch',
    'Daemon · found no source and no fills · expected either',
    {
      hint: 'Set API_URL, API_USER and API_PASS, or import fills first. `npm run morning -- --dry-run` shows the demo desk.',
    },
  );
}

async function mayHaveFills(config: DeskFiles, log: Log): Promise<boolean> {
  try {
    return (
      (await hasDatabase(config)) &&
      (await withStores(config, async ({ fills }) => (await fills.sessionRange()) !== null))
    );
  } catch (error) {
    const { code, message } = anyStoreErrorOf(error, 'Database');
    log.error('the database cannot be used', { code, problem: message });
    return true;
  }
}

/**
 * Without a source, the morning waits until the fills of the previous session are imported or accepted as a
 * day without trading. The morning itself looks again, after it has updated the ledger.
 */
async function requireImported({ calendar }: World, stores: Stores, sessionDate: string): Promise<void> {
  const needed = calendar.previousSession(sessionDate);
  const last = (await stores.fills.sessionRange())?.last ?? null;
  if (last !== null && last >= needed) return;
  await requireFresh({ ...stores, calendar, source: null, sourceName: 'csv' }, needed, false);
}
