import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Postgres server of its own in a temporary folder, for tests and measurements. */
export interface ThrowawayCluster {
  readonly folder: string;
  readonly port: number;
  /** Password of the role `daybreak`, which may create databases and is no superuser. */
  readonly password: string;
  /** Process id of the server. */
  readonly pid: number;
}

export interface ClusterOptions {
  /** The cluster ends when this process does, however it ends. */
  readonly ownerPid: number;
  /** A folder that is removed with the cluster. */
  readonly alsoRemove?: string;
  /** Lines of postgresql.conf. Without them nothing is flushed to the disk: fast, and not for figures. */
  readonly settings?: readonly string[];
}

const UNSAFE_AND_FAST = ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off'];
const START_TRIES = 3;

/** Folder with initdb and pg_ctl; null where Postgres 15 or newer is not installed. */
export function postgresPrograms(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  const newest = versions.filter((version) => version >= 15).sort((a, b) => b - a)[0];
  const folder = newest === undefined ? null : join(root, String(newest), 'bin');
  return folder !== null && existsSync(join(folder, 'initdb')) ? folder : null;
}

/**
 * Creates and starts a cluster. Its collation is not "C" and its time zone not UTC, so that a query which
 * relies on either fails its test.
 * @throws Error where Postgres is not installed or does not start.
 */
export async function startCluster({
  ownerPid,
  alsoRemove = '',
  settings = UNSAFE_AND_FAST,
}: ClusterOptions): Promise<ThrowawayCluster> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('Postgres is not installed: no initdb of version 15 or newer');
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-postgres-'));
  const account = serverAccount();
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const password = randomBytes(12).toString('hex');
  try {
    initialise(programs, folder, settings);
    const port = await start(programs, folder);
    sql(programs, folder, port, `CREATE ROLE daybreak LOGIN CREATEDB PASSWORD '${password}'`);
    sql(programs, folder, port, 'CREATE DATABASE daybreak OWNER daybreak');
    const pid = Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
    endWith(ownerPid, pid, [folder, alsoRemove]);
    return { folder, port, password, pid };
  } catch (error) {
    spawnSync(
      join(programs, 'pg_ctl'),
      ['-D', join(folder, 'data'), '-m', 'immediate', 'stop'],
      account ?? {},
    );
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Address of a database of the cluster, over loopback with the password. */
export function clusterUrl({ port, password }: ThrowawayCluster, database = 'daybreak'): string {
  return `postgres://daybreak:${password}@127.0.0.1:${port}/${database}`;
}

/** Address of a database over the socket, as the superuser. */
export function superuserUrl({ folder, port }: ThrowawayCluster, database = 'postgres'): string {
  return `postgres://postgres@/${database}?host=${encodeURIComponent(folder)}&port=${port}`;
}

/** Ends the server at once, as a power cut would, and removes its files. */
export function removeCluster({ pid, folder }: ThrowawayCluster): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended already.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** Ends the server at once and starts it again on the same port. What was committed is still there. */
export function restartCluster({ folder, port }: ThrowawayCluster): void {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('Postgres is not installed');
  const args = ['-D', join(folder, 'data'), '-l', join(folder, 'log'), '-o', `-p ${port}`, '-m', 'immediate'];
  run(join(programs, 'pg_ctl'), [...args, '-w', 'restart'], folder);
}

/** Postgres refuses to run as root. Debian's package has created a user for it. */
function serverAccount(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function run(program: string, args: readonly string[], cwd: string): void {
  const done = spawnSync(program, args, {
    ...(serverAccount() ?? {}),
    cwd,
    encoding: 'utf8',
    // The server keeps the pipes of pg_ctl open, so its output goes to its log only.
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  if (done.status !== 0)
    throw new Error(`${program} failed: ${done.stderr || String(done.error ?? done.status)}`);
}

function initialise(programs: string, folder: string, settings: readonly string[]): void {
  run(
    join(programs, 'initdb'),
    [
      ...['-D', join(folder, 'data'), '-U', 'postgres', '-E', 'UTF8', '--no-sync'],
      ...['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'],
      ...['--auth-local=trust', '--auth-host=scram-sha-256'],
    ],
    folder,
  );
  const lines = [
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    'max_connections = 300',
    "timezone = 'Asia/Tokyo'",
    ...settings,
  ];
  appendFileSync(join(folder, 'data/postgresql.conf'), `${lines.join('\n')}\n`);
}

/** Another process may take the port between the search and the start: then another port is tried. */
async function start(programs: string, folder: string, tries = START_TRIES): Promise<number> {
  const port = await freePort();
  const args = ['-D', join(folder, 'data'), '-l', join(folder, 'log'), '-o', `-p ${port}`, '-w', 'start'];
  try {
    run(join(programs, 'pg_ctl'), args, folder);
    return port;
  } catch (error) {
    if (tries <= 1) throw error;
    return start(programs, folder, tries - 1);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function sql(programs: string, folder: string, port: number, statement: string): void {
  run(join(programs, 'psql'), ['-h', folder, '-p', String(port), '-U', 'postgres', '-qc', statement], folder);
}

/** A small process of its own watches the owner: nothing in a killed process could clean up. */
function endWith(ownerPid: number, pid: number, folders: readonly [string, ...string[]]): void {
  const watch = join(folders[0], 'watch.sh');
  const remove = folders.map((folder) => `'${folder}'`).join(' ');
  writeFileSync(
    watch,
    `while kill -0 ${ownerPid} 2>&-; do sleep 1; done; kill -QUIT ${pid} 2>&-; sleep 1; rm -rf ${remove}`,
  );
  spawn('/bin/sh', [watch], { detached: true, stdio: 'ignore' }).unref();
}
