import { existsSync, rmSync } from 'node:fs';
import { demoRoster } from '../adapters/demo/roster.ts';
import { type DemoServer, startDemoServer } from '../adapters/demo/server.ts';
import { type DemoPeriod, demoPeriod } from '../adapters/demo/simulation/demoSession.ts';
import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { fetchSessions } from '../pipeline/steps/fetch.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import type { FillSource } from '../ports/source.ts';
import { requireNotServed } from './demoInUse.ts';
import { mailPastMorning, obeyedLimits } from './demoPast.ts';
import { quietWorld } from './demoPastPorts.ts';
import { withDemoShadows } from './demoShadows.ts';
import { demoDatabasePath, openStores, rejectsOf, type Stores, type World } from './world.ts';

/** The stores and the fill source of the demo desk. */
export interface OpenDemoDesk {
  readonly stores: Stores;
  readonly source: FillSource;
  close(): Promise<void>;
}

/** A demo desk with its server while its store is filled. */
interface FillingDesk {
  readonly world: World;
  readonly stores: Stores;
  readonly server: DemoServer;
  readonly source: FillSource;
  readonly period: DemoPeriod;
}

/** The past takes a few seconds: from this many mornings on, the terminal shows progress. */
const PROGRESS_MORNINGS = 3;

/**
 * Opens a generated desk, served over HTTP as a real source is. Its history is fetched first, and its past
 * mornings are decided. A store that begins with the same session is extended.
 */
export async function openDemoDesk(given: World, sessionDate: string): Promise<OpenDemoDesk> {
  const world = withDemoShadows(given);
  const { calendar, config } = world;
  const period = demoPeriod(calendar.previousSession(sessionDate), calendar);
  const stores = await openDemoStores(demoDatabasePath(config), period);
  const tradedThrough =
    (await stores.fills.sessionRange())?.last ?? calendar.previousSession(period.firstMailed);
  // The demo server is on this machine: it needs no protection from too many requests.
  const server = await startDemoServer({
    through: period.through,
    tradedThrough,
    calendar,
    basis: config.limitBasis,
    limitOf: await obeyedLimits(world, stores, tradedThrough),
    requestsPerWindow: null,
  });
  const source = createPropReportsSource({ ...server, name: 'demo', log: world.log, rateLimit: false });
  const close = async () => {
    await source.close();
    await stores.database.close();
    await server.close();
  };
  try {
    const filling = { world, stores, server, source, period };
    await fetchTraded(filling, tradedThrough);
    await tradePast(filling, tradedThrough);
    return { stores, source, close };
  } catch (error) {
    // A server that still listens would keep the process running.
    await close();
    throw error;
  }
}

/** A demo store that begins with another session, or whose past is another one, is deleted. */
async function openDemoStores(path: string, period: DemoPeriod): Promise<Stores> {
  if (!existsSync(path)) removeDemoStore(path);
  const stores = await openStores(path);
  if (await mayBeExtended(stores, period)) return stores;
  await stores.database.close();
  requireNotServed(path);
  removeDemoStore(path);
  return openStores(path);
}

/**
 * Whether the store has the fills and mornings of the same desk, up to a session of the period. A morning
 * without the fills of its session is one of an interrupted run.
 */
async function mayBeExtended({ fills, decisions }: Stores, { first, through }: DemoPeriod): Promise<boolean> {
  const range = await fills.sessionRange();
  const decided = await decisions.lastDecided('9999-12-31');
  if (range === null) return decided === null;
  if (range.first !== first || range.last > through || decided === null) return false;
  // The morning after the last session may have been mailed with --to.
  return range.last === through ? decided >= through : decided === range.last;
}

function removeDemoStore(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '.audit-head']) rmSync(path + suffix, { force: true });
}

/** Fetches the sessions before the mailed mornings. */
async function fetchTraded(desk: FillingDesk, through: string): Promise<void> {
  const { first } = desk.period;
  const known = new Set((await desk.stores.fills.fetched(first, through)).map((each) => each.sessionDate));
  const sessions = desk.world.calendar.sessionsBetween(first, through);
  await fetchNew(
    desk,
    desk.world,
    sessions.filter((session) => !known.has(session)),
  );
}

/** Mails each past morning, then trades its session under the limits in force. */
async function tradePast(desk: FillingDesk, tradedThrough: string): Promise<void> {
  const { world, stores, server, period } = desk;
  const { calendar, progress } = world;
  const sessions = calendar.sessionsBetween(calendar.nextSession(tradedThrough), period.through);
  const quietly = quietWorld(world);
  if (sessions.length >= PROGRESS_MORNINGS) progress.start('past mornings', sessions.length);
  for (const session of sessions) {
    await mailPastMorning(quietly, stores, period, session);
    server.trade([session], await obeyedLimits(world, stores, session));
    await fetchNew(desk, quietly, [session]);
    if (sessions.length >= PROGRESS_MORNINGS) progress.advance(1);
  }
  if (sessions.length >= PROGRESS_MORNINGS) progress.finish();
}

async function fetchNew(
  { stores, server, source }: FillingDesk,
  world: World,
  sessions: readonly string[],
): Promise<void> {
  const last = sessions.at(-1);
  if (last === undefined) return;
  const ports = { ...world, ...stores, rejectsOf: rejectsOf(world.config) };
  await fetchSessions(ports, source, sessions);
  for (const entry of demoRoster(server.traders(), last)) await stores.roster.set(entry);
  await updateLedger(ports);
}
