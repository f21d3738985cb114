import { existsSync, rmSync } from 'node:fs';
import { demoRoster } from '../adapters/demo/roster.ts';
import { type DemoServer, startDemoServer } from '../adapters/demo/server.ts';
import { type DemoPeriod, demoPeriod } from '../adapters/demo/simulation/demoSession.ts';
import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { fetchSessions } from '../pipeline/steps/fetch.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import type { FillSource } from '../ports/source.ts';
import { demoDatabasePath, openStores, rejectsOf, type Stores, type World } from './world.ts';

/** The stores and the fill source of the demo desk. */
export interface OpenDemoDesk {
  readonly stores: Stores;
  readonly source: FillSource;
  close(): Promise<void>;
}

/**
 * Opens a generated desk, served over HTTP as a real source is. Its history is fetched first; a store that
 * begins with the same session is extended.
 */
export async function openDemoDesk(world: World, sessionDate: string): Promise<OpenDemoDesk> {
  const { calendar, config } = world;
  const period = demoPeriod(calendar.previousSession(sessionDate), calendar);
  // The demo server is on this machine: it needs no protection from too many requests.
  const server = await startDemoServer({
    through: period.through,
    calendar,
    basis: config.limitBasis,
    requestsPerWindow: null,
  });
  let stores: Stores | null = null;
  const source = createPropReportsSource({ ...server, name: 'demo', log: world.log, rateLimit: false });
  const close = async () => {
    await source.close();
    await stores?.database.close();
    await server.close();
  };
  try {
    stores = await openDemoStores(demoDatabasePath(config), period);
    await fillDemoStore(world, stores, server, source, period);
    return { source, stores, close };
  } catch (error) {
    // A server that still listens would keep the process running.
    await close();
    throw error;
  }
}

/** A demo store that begins with another session, or goes on after the last one, is deleted. */
async function openDemoStores(path: string, { first, through }: DemoPeriod): Promise<Stores> {
  if (!existsSync(path)) removeDemoStore(path);
  const stores = await openStores(path);
  const range = await stores.fills.sessionRange();
  if (range === null || (range.first === first && range.last <= through)) return stores;
  await stores.database.close();
  removeDemoStore(path);
  return openStores(path);
}

function removeDemoStore(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '.audit-head']) rmSync(path + suffix, { force: true });
}

async function fillDemoStore(
  world: World,
  stores: Stores,
  server: DemoServer,
  source: FillSource,
  { first, through }: DemoPeriod,
): Promise<void> {
  const fetched = new Set((await stores.fills.fetched(first, through)).map((each) => each.sessionDate));
  const missing = world.calendar.sessionsBetween(first, through).filter((session) => !fetched.has(session));
  if (missing.length === 0) return;
  const ports = { ...world, ...stores, rejectsOf: rejectsOf(world.config) };
  await fetchSessions(ports, source, missing);
  for (const entry of demoRoster(server.desk().traders, through)) await stores.roster.set(entry);
  await updateLedger(ports);
}
