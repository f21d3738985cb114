import type { Client } from 'pg';
import { StoreError } from '../../../../shared/errors.ts';
import { shownAddress } from '../address.ts';
import { driver } from '../driver.ts';
import { postgresErrorOf } from '../postgresError.ts';
import { resultTypes } from '../resultTypes.ts';
import { addressOf } from './connectionEnvironment.ts';

/** Names of databases that exist only while a dump is checked or restored. */
const PREFIX = 'daybreak_scratch_';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/**
 * Runs `work` with an empty database next to that of an address, and drops it afterwards. Databases that a
 * killed process left are dropped after a day.
 * @throws StoreError `backup_scratch` where the user may not create a database.
 */
export async function withScratchDatabase<T>(
  url: string,
  now: Date,
  work: (scratch: { readonly url: string; readonly name: string }) => Promise<T>,
): Promise<T> {
  const name = `${PREFIX}${stamp(now)}_${process.pid}`;
  await onServer(url, async (client) => {
    await dropAbandoned(client, now);
    await create(client, name, shownAddress(url));
  });
  try {
    return await work({ url: addressOf(url, name), name });
  } finally {
    await onServer(url, (client) => drop(client, name));
  }
}

/**
 * Runs statements about databases in `postgres` or `template1`: one that is renamed must have no connection.
 * @throws StoreError where neither can be reached.
 */
export async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connected(url, ['postgres', 'template1']);
  try {
    return await work(client);
  } catch (error) {
    throw postgresErrorOf(error, shownAddress(url));
  } finally {
    await client.end();
  }
}

/** `20260303t110000123`: only characters that a name needs no quotes for. */
export function stamp(at: Date): string {
  return at
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .toLowerCase();
}

async function connected(url: string, [database, ...others]: readonly string[]): Promise<Client> {
  const client = new (driver().Client)({
    connectionString: addressOf(url, database ?? 'postgres'),
    connectionTimeoutMillis: 10_000,
    fallback_application_name: 'daybreak-backup',
    types: resultTypes,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (others.length > 0 && isRefused(error)) return connected(url, others);
    throw postgresErrorOf(error, shownAddress(url));
  }
}

/** No such database, or no right to connect to it. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(3D000|42501|28)/.test(String(error.code));
}

async function create(client: Client, name: string, where: string): Promise<void> {
  try {
    await client.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw noScratch(where, error);
  }
}

/** The error of a user who may not create the database in which a dump is checked. */
export function noScratch(where: string, cause?: unknown): StoreError {
  return new StoreError(
    'backup_scratch',
    `Backup, ${where} · found a user who may not create a database · expected one who may`,
    {
      hint: 'A dump is checked by restoring it into a database of its own, which is dropped afterwards. As an administrator: ALTER ROLE daybreak CREATEDB.',
      cause,
    },
  );
}

/**
 * Without FORCE: the server then ends its own workers in the database, and waits for them. A user may not
 * end them. A database that is still in use is dropped after a day.
 */
async function drop(client: Client, name: string): Promise<void> {
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
  } catch (error) {
    if (!isInUse(error)) throw error;
  }
}

/** The server waited five seconds for the connections of others to end. */
function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55006';
}

async function dropAbandoned(client: Client, now: Date): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) AND datdba = current_user::regrole',
    [PREFIX],
  );
  const before = PREFIX + stamp(new Date(now.getTime() - ABANDONED_AFTER_MS));
  for (const { name } of rows) if (name < before) await drop(client, name);
}
