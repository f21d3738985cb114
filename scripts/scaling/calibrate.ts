import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { loadProfiles } from '../../src/adapters/files/profiles/loadProfiles.ts';
import { importCommand } from '../../src/commands/import.ts';
import { preview } from '../../src/commands/morning.ts';
import type { World } from '../../src/commands/world.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { FILLS_HEADER, generateFills } from '../bench/generateFills.ts';
import {
  clusterUrl,
  removeCluster,
  startCluster,
  superuserUrl,
  type ThrowawayCluster,
} from '../postgres/throwawayCluster.ts';
import { fakeClock, noProgress, recordingLog } from '../simulation/fakes.ts';
import { type Cost, lineThrough, type ScalingCosts } from './costs.ts';

const FILLS_PER_ACCOUNT = 100;
const HISTORY_SESSIONS = 20;
const SIZES = [20, 120] as const;
/** The first morning of a process loads and compiles code, which a daemon does once. */
const WARM_UP = 10;
/** Postgres reports the activity of a connection at least once a second. */
const REPORTED_AFTER_MS = 1_500;

/**
 * Measures two desks on a Postgres server of its own that flushes each commit: the import and ledger of a
 * session, and the dry run of the morning after it. A dry run learns the history again, so this is an upper
 * bound. Needs some minutes.
 */
export async function calibrate(logProgress: (text: string) => void): Promise<ScalingCosts> {
  const cluster = await startCluster({ ownerPid: process.pid, settings: [] });
  try {
    logProgress('warming up');
    await measureDesk(cluster, WARM_UP);
    logProgress(`measuring a desk of ${SIZES[0]} accounts`);
    const small = await measureDesk(cluster, SIZES[0]);
    logProgress(`measuring a desk of ${SIZES[1]} accounts`);
    const large = await measureDesk(cluster, SIZES[1]);
    const line = (part: keyof Cost) =>
      lineThrough({ accounts: SIZES[0], seconds: small[part] }, { accounts: SIZES[1], seconds: large[part] });
    const [worker, database] = [line('workerSeconds'), line('databaseSeconds')];
    return {
      version: 1,
      host: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.version}`,
      fillsPerAccount: FILLS_PER_ACCOUNT,
      historySessions: HISTORY_SESSIONS,
      perDesk: { workerSeconds: worker.perDesk, databaseSeconds: database.perDesk },
      perAccount: { workerSeconds: worker.perAccount, databaseSeconds: database.perAccount },
    };
  } finally {
    removeCluster(cluster);
  }
}

async function measureDesk(cluster: ThrowawayCluster, accounts: number): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-scaling-'));
  const name = `desk_${accounts}`;
  try {
    await asSuperuser(cluster, `CREATE DATABASE ${name} OWNER daybreak`);
    const sessions = createCalendar('nyse')
      .sessionsBetween('2026-01-05', '2026-03-31')
      .slice(0, HISTORY_SESSIONS + 2);
    const [history, day, morning] = [sessions.slice(0, -2), sessions.slice(-2, -1), sessions.at(-1) ?? ''];
    const world = worldOf(folder, clusterUrl(cluster, name), `${morning}T10:00:00Z`);
    await importSessions(world, folder, accounts, history);
    const before = await usage(cluster, name);
    await importSessions(world, folder, accounts, day);
    const options = { json: true, dryRun: true, to: [], force: true, allowStale: false, date: morning };
    await preview(world, options);
    const after = await usage(cluster, name);
    return {
      workerSeconds: after.workerSeconds - before.workerSeconds,
      databaseSeconds: after.databaseSeconds - before.databaseSeconds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importSessions(world: World, folder: string, traders: number, sessions: readonly string[]) {
  const fills = traders * FILLS_PER_ACCOUNT * sessions.length;
  const path = join(folder, `${sessions[0] ?? ''}.csv`);
  const lines = [...generateFills({ seed: 5, traders, sessions, fills })].map(({ line }) => line);
  writeFileSync(path, `${[FILLS_HEADER, ...lines].join('\n')}\n`);
  await importCommand(world, [path], { json: true });
}

/** CPU time of this process, and the time in which Postgres executed statements for the database. */
async function usage(cluster: ThrowawayCluster, name: string): Promise<Cost> {
  const { user, system } = process.cpuUsage();
  await setTimeout(REPORTED_AFTER_MS);
  const [row] = await asSuperuser<{ active: number }>(
    cluster,
    `SELECT active_time AS active FROM pg_stat_database WHERE datname = '${name}'`,
  );
  return { workerSeconds: (user + system) / 1e6, databaseSeconds: (row?.active ?? 0) / 1000 };
}

async function asSuperuser<Row extends object>(cluster: ThrowawayCluster, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: superuserUrl(cluster) });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function worldOf(folder: string, url: string, now: string): World {
  const config = loadConfig({
    DB_PATH: join(folder, 'daybreak.db'),
    DATABASE_URL: url,
    CALENDAR_OVERRIDES: join(folder, 'calendar.txt'),
    // One process, as a worker does one morning at a time.
    WORKERS: '0',
  });
  const quiet = { line: () => undefined, json: () => undefined, part: async () => undefined };
  return {
    config,
    calendar: createCalendar(config.calendar),
    limitsProfiles: loadProfiles(config),
    clock: fakeClock(now),
    log: recordingLog(),
    progress: noProgress,
    output: quiet,
  };
}
