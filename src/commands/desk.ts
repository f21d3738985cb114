import { existsSync, rmSync } from 'node:fs';
import { demoRoster } from '../adapters/demo/roster.ts';
import { startDemoServer } from '../adapters/demo/server.ts';
import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { fetchSessions } from '../pipeline/steps/fetch.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import type { FillSource } from '../ports/source.ts';
import { InputError } from '../shared/errors.ts';
import { openCheckedStores } from './checkedStores.ts';
import { demoDatabasePath, hasDatabase, openStores, rejectsOf, type Stores, type World } from './world.ts';

/** The stores and the fill source of a morning, and the session that it decides for. */
export interface MorningDesk {
  readonly sourceName: 'propreports' | 'csv' | 'demo';
  readonly source: FillSource | null;
  readonly stores: Stores;
  readonly sessionDate: string;
  close(): Promise<void>;
}

/**
 * Opens the desk of a morning: the configured source, or else the imported fills, or else the demo desk.
 * @throws InputError if `date` is not a session.
 */
export async function openMorningDesk(world: World, date: string | undefined): Promise<MorningDesk> {
  if (date !== undefined) requireSession(world, date);
  return (
    (await configuredDesk(world, date)) ?? (await importedDesk(world, date)) ?? (await demoDesk(world, date))
  );
}

/**
 * Opens the stored fills, without the source; the demo desk if there are none.
 * @throws InputError if `date` is not a session.
 */
export async function openStoredDesk(world: World, date: string | undefined): Promise<MorningDesk> {
  if (date !== undefined) requireSession(world, date);
  return (await importedDesk(world, date)) ?? (await demoDesk(world, date));
}

async function configuredDesk(world: World, date: string | undefined): Promise<MorningDesk | null> {
  const { source: settings } = world.config;
  if (settings === null) return null;
  const source = createPropReportsSource({ ...settings, name: 'propreports', log: world.log });
  const stores = await openCheckedStores(world);
  return {
    sourceName: 'propreports',
    source,
    stores,
    sessionDate: date ?? dueNow(world),
    close: () => closeAll(stores, source),
  };
}

async function importedDesk(world: World, date: string | undefined): Promise<MorningDesk | null> {
  if (!(await hasDatabase(world.config))) return null;
  const stores = await openCheckedStores(world);
  const range = await stores.fills.sessionRange();
  if (range === null) {
    await stores.database.close();
    return null;
  }
  const sessionDate = date ?? (await sessionAfter(world, stores, range.last));
  return { sourceName: 'csv', source: null, stores, sessionDate, close: () => closeAll(stores, null) };
}

/** The session after the last stored one, and after those that were accepted as sessions without trading. */
async function sessionAfter({ calendar }: World, { acceptances }: Stores, last: string): Promise<string> {
  const noTrading = await acceptances.noTrading(last, '9999-12-31');
  const accepted = new Set(noTrading.map(({ sessionDate }) => sessionDate));
  let session = calendar.nextSession(last);
  while (accepted.has(session)) session = calendar.nextSession(session);
  return session;
}

/** A generated desk, served over HTTP as a real source is. Its whole history is fetched first. */
async function demoDesk(world: World, date: string | undefined): Promise<MorningDesk> {
  const sessionDate = date ?? dueNow(world);
  const through = world.calendar.previousSession(sessionDate);
  const server = await startDemoServer({ through, calendar: world.calendar });
  let stores: Stores | null = null;
  const source = createPropReportsSource({ ...server, name: 'demo', log: world.log });
  const close = async () => {
    await source.close();
    await stores?.database.close();
    await server.close();
  };
  try {
    stores = await openDemoStores(demoDatabasePath(world.config), through);
    const sessions = world.calendar.sessionsBetween(server.firstSession, through);
    await fillDemoStore(world, stores, source, sessions);
    return { sourceName: 'demo', source, stores, sessionDate, close };
  } catch (error) {
    // A server that still listens would keep the process running.
    await close();
    throw error;
  }
}

/** The demo desk differs for each last session. A demo store that ends on another session is deleted. */
async function openDemoStores(path: string, through: string): Promise<Stores> {
  if (!existsSync(path)) removeDemoStore(path);
  const stores = await openStores(path);
  const range = await stores.fills.sessionRange();
  if (range === null || range.last === through) return stores;
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
  source: FillSource,
  sessions: readonly string[],
): Promise<void> {
  const fetched = new Set(
    (await stores.fills.fetched(sessions[0] ?? '', sessions.at(-1) ?? '')).map((f) => f.sessionDate),
  );
  const missing = sessions.filter((session) => !fetched.has(session));
  if (missing.length === 0) return;
  const ports = { ...world, ...stores, rejectsOf: rejectsOf(world.config) };
  await fetchSessions(ports, source, missing);
  for (const entry of demoRoster()) await stores.roster.set(entry);
  await updateLedger(ports);
}

function dueNow({ clock, calendar, config }: World): string {
  return sessionDueNow(clock.now(), calendar, config.timezone);
}

function requireSession({ calendar }: World, date: string): void {
  const closure = calendar.closure(date);
  if (closure === null) return;
  throw new InputError(
    'not_a_session',
    `--date ${date} · the market is closed (${closure}) · expected a session`,
    {
      hint: `Try ${calendar.nextSession(date)}, or add the day to CALENDAR_OVERRIDES if the market was open.`,
    },
  );
}

async function closeAll(stores: Stores, source: FillSource | null): Promise<void> {
  await source?.close();
  await stores.database.close();
}
