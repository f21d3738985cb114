import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { shownAddress } from '../../src/adapters/database/postgres/address.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { createStores, openStores, type Stores } from '../../src/commands/world.ts';
import { ConfigurationError } from '../../src/shared/errors.ts';

/** The stores of a drill: each folder is a desk with a store of its own. */
export interface DrillStores {
  /** Settings with which a process in the folder uses its store. */
  settings(folder: string): Readonly<Record<string, string>>;
  /** Opens the store of a folder, and creates it where there is none. Its leases end by a simulated clock. */
  open(folder: string): Promise<Stores>;
  /** Creates a folder with a copy of the store of another one, which no process may have open. */
  copy(from: string, to: string): Promise<void>;
  remove(folder: string): Promise<void>;
  /** Called when a process was killed: its lease ends soon. */
  endLeases(folder: string): Promise<void>;
  /** Removes what is not in a folder of the drill. */
  close(): Promise<void>;
}

const DATABASE = 'daybreak.db';

/** A SQLite file in each folder. */
export const sqliteDrillStores: DrillStores = {
  settings: () => ({}),
  open: (folder) => openStores(join(folder, 'data', DATABASE)),
  copy: async (from, to) => copyFiles(from, to, [DATABASE, `${DATABASE}.audit-head`]),
  remove: async (folder) => rmSync(folder, { recursive: true, force: true }),
  // They last a second.
  endLeases: async () => undefined,
  close: async () => undefined,
};

/**
 * A Postgres database for each folder, on the server of an address. The database of the address itself is not
 * used. All databases of the drill are dropped at its end.
 * @param url its user may create databases.
 */
export function postgresDrillStores(url: string): DrillStores {
  const names = new Map<string, string>();
  const nameOf = (folder: string) => {
    const name = names.get(folder) ?? `daybreak_drill_${process.pid}_${names.size + 1}`;
    names.set(folder, name);
    return name;
  };
  const create = async (folder: string, template = 'template1') => {
    if (!names.has(folder)) await execute(url, `CREATE DATABASE ${nameOf(folder)} TEMPLATE ${template}`);
    return addressOf(url, nameOf(folder));
  };
  const drop = (name: string) => execute(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return {
    settings: (folder) => ({ DATABASE_URL: addressOf(url, nameOf(folder)), LEASE_SECONDS: '15' }),
    async open(folder) {
      const address = new URL(await create(folder));
      address.searchParams.set('options', '-c daybreak.clock=host');
      return createStores(await openPostgres(address.href, join(folder, 'data', HEAD)), null);
    },
    async copy(from, to) {
      copyFiles(from, to, [HEAD]);
      await create(to, nameOf(from));
    },
    async remove(folder) {
      rmSync(folder, { recursive: true, force: true });
      const name = names.get(folder);
      if (name !== undefined) await drop(name);
    },
    // Shorter leases are refused on Postgres, and a drill has hundreds of kills.
    endLeases: (folder) =>
      execute(addressOf(url, nameOf(folder)), "UPDATE run_lease SET expires_at = '1970-01-01T00:00:00.000Z'"),
    async close() {
      for (const name of names.values()) await drop(name);
    },
  };
}

const HEAD = 'postgres.audit-head';

function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } catch (error) {
    if ((error as { code?: unknown }).code !== '42501') throw error;
    const found = 'found a user who may not create databases';
    throw new ConfigurationError(
      'bad_settings',
      `DATABASE_URL, ${shownAddress(url)} · ${found} · expected one with CREATEDB`,
      {
        hint: 'Run `ALTER ROLE … CREATEDB` as an administrator of the server. The drill makes its own databases.',
      },
    );
  } finally {
    await client.end();
  }
}

function copyFiles(from: string, to: string, names: readonly string[]): void {
  mkdirSync(join(to, 'data'), { recursive: true });
  for (const name of names)
    if (existsSync(join(from, 'data', name))) copyFileSync(join(from, 'data', name), join(to, 'data', name));
}
