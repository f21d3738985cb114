import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStores, type SqliteStores, type Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { ClosedDay } from '../../src/domain/ledger/traderDay.ts';

/** A folder that is removed after the test; pass `afterAll` for a folder that a whole suite shares. */
export function temporaryFolder(afterwards: (cleanUp: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-test-'));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real store, closed and removed after the test. The same path is the same store, opened once more. */
export function temporaryStores(path = join(temporaryFolder(), 'daybreak.db')): Promise<Stores> {
  return temporarySqlite(path);
}

/** A real SQLite store, for tests of what only SQLite has. */
export async function temporarySqlite(path = join(temporaryFolder(), 'daybreak.db')): Promise<SqliteStores> {
  const stores = await openStores(path);
  onTestFinished(() => stores.database.close());
  return stores;
}

/** Stores fills as an import does. */
export async function append(stores: Stores, fills: readonly Fill[]) {
  const ingest = await stores.fills.append();
  await ingest.add(fills);
  return ingest.commit();
}

/** Stores one trader-day as the ledger does; null removes it. */
export async function saveDay(
  stores: Pick<Stores, 'ledger'>,
  trader: string,
  sessionDate: string,
  day: ClosedDay | null,
) {
  return stores.ledger.transaction((ledger) => ledger.saveDay(trader, sessionDate, day));
}

/** The stored fills of one trader and session. */
export async function storedFills(stores: Pick<Stores, 'ledger'>, trader: string, sessionDate: string) {
  return stores.ledger.transaction((ledger) => ledger.fills(trader, sessionDate));
}
