import { setTimeout } from 'node:timers/promises';
import type { Client, ClientBase } from 'pg';
import { StoreError } from '../../../../shared/errors.ts';
import type { AuditHead } from '../../auditChain.ts';
import { STORED_HEAD } from '../../store/auditRows.ts';
import type { SessionFence } from '../../store/expireAfterRestore.ts';
import { shownAddress } from '../address.ts';
import { hasPostgresStore } from '../hasStore.ts';
import { onServer, stamp } from './scratchDatabase.ts';
import { withClient } from './withClient.ts';

/** A Postgres name has 63 bytes at most. */
const LONGEST_NAME = 63;
const TRIES = 10;
const PAUSE_MS = 100;

/** What a database holds that a restore replaces. */
export interface UnusedDatabase {
  /** Whether it has the tables of a desk. */
  readonly isStore: boolean;
  readonly leases: readonly SessionFence[];
  /** The head of its audit trail; null where it has no entry. */
  readonly head: AuditHead | null;
}

/**
 * Reads a database that nothing uses. Its schema may be of any version.
 * @throws StoreError `database_in_use` while a run holds its lease, or a process is connected.
 */
export async function requireUnused(url: string, what: string): Promise<UnusedDatabase> {
  const isStore = await hasPostgresStore(url);
  const found = isStore ? await withClient(url, (client) => readStore(client, url, what)) : EMPTY;
  await onServer(url, (client) => requireNoConnection(client, url, what));
  return { ...found, isStore };
}

/**
 * Gives the name of a database to another one, in one step: a process finds the old one or the new one.
 * @returns the name that the old one has now.
 * @throws StoreError `database_in_use` where a process is connected to either.
 */
export async function swapDatabase(url: string, replacement: string, now: Date): Promise<string> {
  const name = databaseOf(url);
  const suffix = `_before_restore_${stamp(now)}`;
  const aside = `${name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
  await onServer(url, async (client) => {
    try {
      await client.query('BEGIN');
      await client.query(
        `ALTER DATABASE ${client.escapeIdentifier(name)} RENAME TO ${client.escapeIdentifier(aside)}`,
      );
      await client.query(
        `ALTER DATABASE ${client.escapeIdentifier(replacement)} RENAME TO ${client.escapeIdentifier(name)}`,
      );
      await client.query('COMMIT');
    } catch (error) {
      // 55006: the server waited five seconds for the connections of others to end.
      throw hasCode(error, '55006') ? inUse('Restore', url, 'a process that is connected') : error;
    }
  });
  return aside;
}

/** Drops a database without a table, which a restore has replaced. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, (client) => client.query(`DROP DATABASE ${client.escapeIdentifier(name)}`));
}

/** The server still lists a connection of this process for some milliseconds after it has ended. */
async function requireNoConnection(client: Client, url: string, what: string, tries = TRIES): Promise<void> {
  const { rows } = await client.query<{ name: string; since: string; host: string }>(
    `SELECT coalesce(nullif(application_name, ''), 'a program without a name') AS name,
            to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS since,
            coalesce(host(client_addr), 'the host of the server') AS host
       FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' ORDER BY backend_start LIMIT 1`,
    [databaseOf(url)],
  );
  const [other] = rows;
  if (other === undefined) return;
  if (tries <= 1)
    throw inUse(what, url, `${other.name}, connected from ${other.host} since ${other.since} UTC`);
  await setTimeout(PAUSE_MS);
  await requireNoConnection(client, url, what, tries - 1);
}

const EMPTY = { leases: [], head: null };

async function readStore(
  client: ClientBase,
  url: string,
  what: string,
): Promise<Pick<UnusedDatabase, 'leases' | 'head'>> {
  const { rows } = await client.query<SessionFence & { owner: string; expires_at: string; held: number }>(
    `SELECT session_date, fence, owner, expires_at, expires_at >
            to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') COLLATE "C" AS held
       FROM run_lease ORDER BY expires_at DESC`,
  );
  const live = rows.find(({ held }) => held === 1);
  if (live !== undefined) throw inUse(what, url, `a run of ${live.owner} until ${live.expires_at} at least`);
  const { rows: heads } = await client.query<AuditHead>(STORED_HEAD);
  return {
    leases: rows.map(({ session_date, fence }) => ({ session_date, fence })),
    head: heads[0] ?? null,
  };
}

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function inUse(what: string, url: string, by: string): StoreError {
  return new StoreError(
    'database_in_use',
    `${what} · found ${by} · expected no other process to use ${shownAddress(url)}`,
    {
      hint: 'Stop the daemon, the workers and every other program on each host that has this database open, then run this again.',
      retryable: true,
    },
  );
}
