import { Client } from 'pg';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { createStores } from '../../src/commands/world.ts';
import { median } from '../../src/domain/statistics/descriptive.ts';
import {
  clusterUrl,
  postgresPrograms,
  removeCluster,
  startCluster,
  superuserUrl,
  type ThrowawayCluster,
} from '../postgres/throwawayCluster.ts';
import { type Size, startVendor, type Vendor, writeFillsFile, writePast, writePastInto } from './desk.ts';
import { measureImport, measureMorning, runImport, runMorning, warmFileCache } from './measure.ts';
import { atMost, type BenchRow, timeOnly } from './rows.ts';

/** p: import and morning on Postgres against SQLite. */
export type PostgresPart = 'p';

/** The server flushes each commit, as in production; only its memory is that of a server with 2 GB. */
const SERVER = ['shared_buffers = 512MB', 'max_wal_size = 4GB', 'checkpoint_timeout = 30min'];
/** A database with the history of the desk, which each morning copies. */
const PAST = 'past';

export interface PostgresPlan {
  /** An empty folder for the benchmark only. */
  readonly folder: string;
  readonly size: Size;
  readonly parts: readonly string[];
  readonly repeat: number;
  readonly logProgress: (text: string) => void;
}

interface StoreTimes {
  readonly sqlite: number;
  readonly postgres: number;
}

/** Both stores run alternately, so a machine that slows down affects both. */
export async function runPostgresBench(plan: PostgresPlan): Promise<readonly BenchRow[]> {
  if (!plan.parts.includes('p')) return [];
  if (postgresPrograms() === null) return [skippedRow(plan.size)];
  const cluster = await startCluster({ ownerPid: process.pid, settings: SERVER });
  try {
    return [
      rowOf(`(p) import of one CSV on Postgres, ledger included`, await imports(plan, cluster)),
      rowOf(morningName(plan.size), await mornings(plan, cluster)),
    ];
  } finally {
    removeCluster(cluster);
  }
}

async function imports(
  { folder, size, repeat, logProgress }: PostgresPlan,
  cluster: ThrowawayCluster,
): Promise<StoreTimes[]> {
  const csv = writeFillsFile(folder, size);
  await warmFileCache(folder, csv);
  return repeated(repeat, async (turn) => {
    logProgress(`import on both stores ${turn} of ${repeat}`);
    const sqlite = await measureImport(folder, csv, size.fills, []);
    const own = await database(cluster);
    const postgres = await runImport(folder, csv, size.fills, { DATABASE_URL: own.url });
    await own.drop();
    return { sqlite: sqlite.seconds, postgres: postgres.seconds };
  });
}

async function mornings(plan: PostgresPlan, cluster: ThrowawayCluster): Promise<StoreTimes[]> {
  const { folder, size, logProgress } = plan;
  logProgress(`writing ${size.historySessions} sessions of history into both stores`);
  const past = await writePast(folder, size, size.historySessions);
  await createPast(cluster, size);
  const vendor = await startVendor(folder, size);
  try {
    return await repeated(plan.repeat, (turn) => morning(plan, { cluster, past, vendor, turn }));
  } finally {
    await vendor.close();
  }
}

interface MorningOf {
  readonly cluster: ThrowawayCluster;
  readonly past: string;
  readonly vendor: Vendor;
  readonly turn: number;
}

async function morning(
  { folder, size, repeat, logProgress }: PostgresPlan,
  { cluster, past, vendor, turn }: MorningOf,
): Promise<StoreTimes> {
  logProgress(`morning on both stores ${turn} of ${repeat}`);
  const sqlite = await measureMorning(folder, past, vendor, size, []);
  const own = await database(cluster, PAST);
  const postgres = await runMorning(folder, vendor, size, { DATABASE_URL: own.url });
  await own.drop();
  return { sqlite: sqlite.seconds, postgres: postgres.seconds };
}

async function createPast(cluster: ThrowawayCluster, size: Size): Promise<void> {
  await asSuperuser(cluster, `CREATE DATABASE ${PAST} OWNER daybreak`);
  const stores = createStores(await openPostgres(clusterUrl(cluster, PAST)), null);
  await writePastInto(stores, size, size.historySessions);
  // A server does this by itself within a minute of such a load.
  await asSuperuser(cluster, 'VACUUM ANALYZE', PAST);
}

/** A database of one run; a copy of another one where that is named. */
async function database(cluster: ThrowawayCluster, template = 'template1') {
  await asSuperuser(cluster, `CREATE DATABASE bench OWNER daybreak TEMPLATE ${template}`);
  await asSuperuser(cluster, 'CHECKPOINT');
  return {
    url: clusterUrl(cluster, 'bench'),
    drop: () => asSuperuser(cluster, 'DROP DATABASE bench WITH (FORCE)'),
  };
}

async function asSuperuser(cluster: ThrowawayCluster, statement: string, name?: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl(cluster, name) });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function repeated<T>(times: number, once: (turn: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) results.push(await once(results.length + 1));
  return results;
}

function morningName({ traders, historySessions }: Size): string {
  return `(p) morning on Postgres, ${traders} traders, ${historySessions} sessions of history`;
}

function rowOf(what: string, times: readonly StoreTimes[]): BenchRow {
  const own = median(times.map(({ postgres }) => postgres)) ?? Number.NaN;
  const other = median(times.map(({ sqlite }) => sqlite)) ?? Number.NaN;
  return {
    ...timeOnly,
    what,
    measured: `${own.toFixed(2)} s`,
    against: `SQLite ${other.toFixed(2)} s`,
    ratio: own / other,
    ratioTarget: atMost(2.5),
  };
}

function skippedRow(size: Size): BenchRow {
  const nothing = { measured: '', against: 'SQLite', ratio: null, ratioTarget: atMost(2.5) };
  return { ...timeOnly, ...nothing, what: morningName(size), skipped: 'skipped: no Postgres' };
}
