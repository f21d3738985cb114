import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import type { FillSource } from '../ports/source.ts';
import { openCheckedStores } from './checkedStores.ts';
import { openDemoDesk } from './demoDesk.ts';
import { hasDatabase } from './deskDatabase.ts';
import { sessionAfter } from './deskSession.ts';
import type { MorningDesk } from './morningDesk.ts';
import { requireSession } from './sessionDates.ts';
import { keepHeapSmall } from './smallHeap.ts';
import type { Stores, World } from './world.ts';

/** Throws where a command has no use for the demo desk: before that desk is made, which takes a while. */
export type DemoRefusal = () => void;

const acceptDemo: DemoRefusal = () => undefined;

/**
 * Opens the desk of a morning: the configured source, or else the imported fills, or else the demo desk.
 * @throws ConfigurationError if `date` is not a session.
 */
export async function openMorningDesk(
  world: World,
  date: string | undefined,
  refuseDemo = acceptDemo,
): Promise<MorningDesk> {
  if (date !== undefined) requireSession(world.calendar, '--date', date);
  return (await configuredDesk(world, date)) ?? openStoredDesk(world, date, refuseDemo);
}

/**
 * Opens the stored fills, without the source; the demo desk if there are none.
 * @throws ConfigurationError if `date` is not a session.
 */
export async function openStoredDesk(
  world: World,
  date: string | undefined,
  refuseDemo = acceptDemo,
): Promise<MorningDesk> {
  if (date !== undefined) requireSession(world.calendar, '--date', date);
  const imported = await importedDesk(world, date);
  if (imported !== null) return imported;
  refuseDemo();
  return demoDesk(world, date ?? dueNow(world));
}

async function configuredDesk(world: World, date: string | undefined): Promise<MorningDesk | null> {
  const { source: settings } = world.config;
  if (settings === null) return null;
  keepHeapSmall();
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
  keepHeapSmall();
  const stores = await openCheckedStores(world);
  const range = await stores.fills.sessionRange();
  if (range === null) {
    await stores.database.close();
    return null;
  }
  const sessionDate = date ?? (await sessionAfter(world, stores, range.last));
  return { sourceName: 'csv', source: null, stores, sessionDate, close: () => closeAll(stores, null) };
}

async function demoDesk(world: World, sessionDate: string): Promise<MorningDesk> {
  return { sourceName: 'demo', sessionDate, ...(await openDemoDesk(world, sessionDate)) };
}

function dueNow({ clock, calendar, config }: World): string {
  return sessionDueNow(clock.now(), calendar, config.timezone);
}

async function closeAll(stores: Stores, source: FillSource | null): Promise<void> {
  await source?.close();
  await stores.database.close();
}
