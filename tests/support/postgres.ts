import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import {
  clusterUrl,
  postgresPrograms,
  startCluster,
  superuserUrl,
  type ThrowawayCluster,
} from '../../scripts/postgres/throwawayCluster.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';

/** Whether tests on Postgres can run; where they cannot, they skip, and say so. */
export const hasPostgres = postgresPrograms() !== null;
if (!hasPostgres)
  process.stderr.write('SKIPPED: tests on Postgres. Install postgresql 15 or newer to run them.\n');

/** Registers what cleans up after a test, or after a suite. */
type Afterwards = (cleanUp: () => Promise<void> | void) => void;

/** A database that every test copies: it has the schema of this version. */
const TEMPLATE = 'daybreak_template';
const START_PATIENCE_MS = 600_000;

/** The process that runs the tests. All of its workers share one cluster, which ends with it. */
const runnerPid = isMainThread ? process.ppid : process.pid;
const folder = join(tmpdir(), `daybreak-tests-${runnerPid}`);
const description = join(folder, 'postgres.json');

/** The cluster of this test run. The first test that needs it starts it. */
export async function sharedCluster(): Promise<ThrowawayCluster> {
  if (claims()) await startShared();
  const until = Date.now() + START_PATIENCE_MS;
  while (!existsSync(description)) {
    if (Date.now() > until) throw new Error('the Postgres cluster of the tests did not start');
    await setTimeout(50);
  }
  return JSON.parse(readFileSync(description, 'utf8')) as ThrowawayCluster;
}

/** Address of a database with the schema of this version, which is dropped after the test. */
export async function temporaryPostgres(afterwards: Afterwards = onTestFinished): Promise<string> {
  return createDatabase(afterwards, `TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
}

/** Address of a database without a table, which is dropped after the test. */
export async function emptyPostgres(afterwards: Afterwards = onTestFinished): Promise<string> {
  return createDatabase(afterwards, '');
}

/** Address of a copy of a database that nothing uses meanwhile. The copy is dropped after the test. */
export async function copiedPostgres(url: string, afterwards: Afterwards = onTestFinished): Promise<string> {
  return createDatabase(afterwards, `TEMPLATE ${new URL(url).pathname.slice(1)}`);
}

/** Runs statements as the superuser, in the database of an address or in `postgres`. */
export async function asSuperuser<Row extends object>(sql: string, url?: string): Promise<Row[]> {
  const cluster = await sharedCluster();
  const database = url === undefined ? 'postgres' : new URL(url).pathname.slice(1);
  const client = new Client({ connectionString: superuserUrl(cluster, database) });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

let created = 0;

async function createDatabase(afterwards: Afterwards, template: string): Promise<string> {
  const name = `test_${process.pid}_${process.env['VITEST_POOL_ID'] ?? 0}_${++created}`;
  await asSuperuser(`CREATE DATABASE ${name} OWNER daybreak ${template}`);
  afterwards(async () => {
    await asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  return clusterUrl(await sharedCluster(), name);
}

/** Whether this worker is the first. */
function claims(): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

async function startShared(): Promise<void> {
  const cluster = await startCluster({ ownerPid: runnerPid, alsoRemove: folder });
  const template = new Client({ connectionString: superuserUrl(cluster) });
  await template.connect();
  await template.query(`CREATE DATABASE ${TEMPLATE} OWNER daybreak`);
  const store = await openPostgres(clusterUrl(cluster, TEMPLATE));
  await store.close();
  await template.query(`ALTER DATABASE ${TEMPLATE} ALLOW_CONNECTIONS false`);
  await template.end();
  writeFileSync(`${description}.part`, JSON.stringify(cluster));
  renameSync(`${description}.part`, description);
}
