import { join } from 'node:path';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import type { SqlConnection } from '../../src/adapters/database/sqlConnection.ts';
import { systemClock } from '../../src/adapters/schedule/systemClock.ts';
import { deskJobs } from '../../src/commands/deskJobs.ts';
import { createStores, type Stores } from '../../src/commands/world.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { blocksOf, ledgerByJobs } from '../../src/pipeline/jobs/ledgerByJobs.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { clusterUrl, removeCluster, startCluster } from '../postgres/throwawayCluster.ts';
import { noProgress, recordingLog } from '../simulation/fakes.ts';
import { generateFills } from './generateFills.ts';
import { startOtherWorker } from './otherWorker.ts';

/**
 * Times the ledger step of a desk on Postgres, by one process and by two: `workersAlone.ts FILLS TRADERS
 * SESSIONS TIMES`. Each process does one job at a time. Prints `{ one, two, byOther }`: seconds of each run,
 * and the jobs that the second process did.
 */
const [fills = 0, traders = 0, sessionCount = 0, times = 0] = process.argv.slice(2).map(Number);
const folder = process.cwd();
const SESSION = '2026-03-10';
const BATCH = 10_000;

const cluster = await startCluster({ ownerPid: process.pid, settings: [] });
const address = clusterUrl(cluster);
const settings = { DATABASE_URL: address, WORKERS: '1', DB_PATH: join(folder, 'workers.db') };
try {
  const database = await openPostgres(address);
  const stores = createStores(database, null);
  await storeFills(stores);
  const one: number[] = [];
  const two: number[] = [];
  const byOther: number[] = [];
  for (let run = 0; run < times; run++) {
    one.push((await timedLedger(stores)).seconds);
    const other = await startOtherWorker(address, folder, settings);
    const both = await timedLedger(stores);
    two.push(both.seconds);
    byOther.push(both.jobs - both.own);
    await other.stop();
  }
  await database.close();
  process.stdout.write(`${JSON.stringify({ one, two, byOther })}\n`);
} finally {
  removeCluster(cluster);
}

async function storeFills(stores: Stores): Promise<void> {
  const sessions = createCalendar('nyse').sessionsBetween('2024-01-02', '2026-03-09').slice(-sessionCount);
  const ingest = await stores.fills.append();
  const generated = [...generateFills({ seed: 5, traders, sessions, fills })].map(({ fill }) => fill);
  for (let first = 0; first < generated.length; first += BATCH)
    await ingest.add(generated.slice(first, first + BATCH));
  await ingest.commit();
  await updateLedger({ ...stores, progress: noProgress });
}

async function timedLedger(stores: Stores) {
  await forgetFacts(stores.database.connection);
  const log = recordingLog();
  const world = { config: loadConfig(settings), log, clock: systemClock };
  const acquired = await stores.runs.acquire(SESSION, 'bench', new Date(), new Date(Date.now() + 3_600_000));
  if (acquired.kind === 'held') throw new Error('the morning of the benchmark has an owner');
  const jobs = blocksOf(await stores.ledger.stale()).length;
  const begun = performance.now();
  const { days } = await ledgerByJobs(
    { ...stores, progress: noProgress, jobs: deskJobs(world, stores) },
    acquired.lease,
  );
  const seconds = (performance.now() - begun) / 1_000;
  if (days === 0) throw new Error('nothing was computed');
  const own = log.lines.filter((line) => line.includes('Completed task')).length;
  return { seconds, own, jobs };
}

/** Marks each day as stale, as its fills would have done when they arrived. */
async function forgetFacts(connection: SqlConnection): Promise<void> {
  await connection.run(`INSERT INTO stale_day (trader_id, session_date)
    SELECT trader_id, session_date FROM trader_day ON CONFLICT DO NOTHING`);
  for (const table of ['trader_day', 'open_lot', 'low_water_marks', 'open_exposure', 'ledger_finding'])
    await connection.run(`DELETE FROM ${table}`);
}
