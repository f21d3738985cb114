import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/adapters/database/database.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { createStores, openStores, type SqliteStores, type Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { ClosedDay } from '../../src/domain/ledger/traderDay.ts';
import { asSuperuser, temporaryPostgres } from './postgres.ts';

/** Registers what cleans up after a test, or after a suite. */
type Afterwards = (cleanUp: () => Promise<void> | void) => void;

/** A folder that is removed after the test; pass `afterAll` for a folder that a whole suite shares. */
export function temporaryFolder(afterwards: Afterwards = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-test-'));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ports and pipeline are tested on both stores: TEST_STORE=postgres opens the second one. */
export const testsPostgres = process.env['TEST_STORE'] === 'postgres';

/** Address of the Postgres database that stands for a path. */
const databases = new Map<string, Promise<string>>();
const addresses = new WeakMap<Database, string>();

/**
 * A real store of the dialect under test, closed and removed after the test. The same path is the same store,
 * opened once more as another process would. Pass `afterAll` for a store that a whole suite shares.
 */
export async function temporaryStores(
  path = join(temporaryFolder(), 'daybreak.db'),
  afterwards: Afterwards = onTestFinished,
): Promise<Stores> {
  if (!testsPostgres) return temporarySqlite(path, afterwards);
  const address = databases.get(path) ?? temporaryPostgres(afterwards);
  databases.set(path, address);
  const stores = createStores(await openPostgres(onHostClock(await address), `${path}.server-head`), null);
  addresses.set(stores.database, await address);
  afterwards(() => stores.database.close());
  return stores;
}

/** Settings with which a command opens the store of a path, in the dialect under test. */
export async function settingsOfStore(path: string): Promise<Readonly<Record<string, string>>> {
  const address = await databases.get(path);
  return { DB_PATH: path, ...(address === undefined ? {} : { DATABASE_URL: onHostClock(address) }) };
}

/**
 * Changes the tables as another program can: SQLite's shell, or a superuser of Postgres. No trigger and no
 * foreign key takes part.
 */
export async function asAnotherProgram({ database }: Pick<Stores, 'database'>, ...statements: string[]) {
  const address = addresses.get(database);
  if (address !== undefined) {
    await asSuperuser(['SET session_replication_role = replica', ...statements].join(';'), address);
    return;
  }
  const driver = new Driver(database.place);
  try {
    driver.pragma('foreign_keys = OFF');
    for (const statement of statements) driver.exec(statement);
  } finally {
    driver.close();
  }
}

/** Every row of some tables, in an order that does not depend on the store. */
export function contentOf({ database }: Pick<Stores, 'database'>, tables: readonly string[]) {
  return Promise.all(
    tables.map(async (table) => {
      const rows = await database.connection.all(`SELECT * FROM ${table}`);
      return rows.map((row) => JSON.stringify(row)).sort();
    }),
  );
}

/** Tests simulate time: a lease ends by the clock that they give, not by that of the server. */
function onHostClock(address: string): string {
  return `${address}?options=${encodeURIComponent('-c daybreak.clock=host')}`;
}

/** The bytes of a store without a desk. To open a copy takes a third of the time of all migrations. */
let newStore: Promise<Buffer> | null = null;

async function bytesOfNewStore(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-test-'));
  try {
    const path = join(folder, 'new.db');
    await (await openStores(path)).database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts a store without a desk at a path where there is nothing. */
export async function placeNewStore(path: string): Promise<void> {
  newStore ??= bytesOfNewStore();
  if (!existsSync(path)) writeFileSync(path, await newStore, { mode: 0o600 });
}

/** A real SQLite store, for tests of what only SQLite has. */
export async function temporarySqlite(
  path = join(temporaryFolder(), 'daybreak.db'),
  afterwards: Afterwards = onTestFinished,
): Promise<SqliteStores> {
  await placeNewStore(path);
  const stores = await openStores(path);
  afterwards(() => stores.database.close());
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
