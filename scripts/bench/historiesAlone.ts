import { join } from 'node:path';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { createHistoryJobs } from '../../src/adapters/database/postgres/queue/historyJobs.ts';
import type { SqlConnection } from '../../src/adapters/database/sqlConnection.ts';
import { systemClock } from '../../src/adapters/schedule/systemClock.ts';
import { queueTerms } from '../../src/commands/deskJobs.ts';
import { createStores, type Stores } from '../../src/commands/world.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { historiesByJobs } from '../../src/pipeline/jobs/historiesByJobs.ts';
import { rosterTraders } from '../../src/pipeline/rosterTraders.ts';
import { clusterUrl, removeCluster, startCluster } from '../postgres/throwawayCluster.ts';
import { noProgress, recordingLog } from '../simulation/fakes.ts';
import { simulateDesk } from '../simulation/simulatedDesk.ts';
import { startOtherWorker } from './otherWorker.ts';

/**
 * Times the histories of a backtest on Postgres, by one process and by two: `historiesAlone.ts TRADERS
 * SESSIONS TIMES`. Each process does one job at a time. Prints `{ one, two, byOther }`: seconds of each run,
 * and the jobs that the second process did.
 */
const [traders = 0, sessionCount = 0, times = 0] = process.argv.slice(2).map(Number);
const folder = process.cwd();
/** So many traders are simulated; the others have the same days. */
const SIMULATED = 20;

const cluster = await startCluster({ ownerPid: process.pid, settings: [] });
const address = clusterUrl(cluster);
const settings = { DATABASE_URL: address, WORKERS: '1', DB_PATH: join(folder, 'histories.db') };
const desk = simulateDesk({ traders: SIMULATED, sessions: sessionCount, seed: 7, truth: 'tilt' });
try {
  const database = await openPostgres(address);
  const stores = createStores(database, null);
  await storeDesk(stores);
  const one: number[] = [];
  const two: number[] = [];
  const byOther: number[] = [];
  for (let run = 0; run < times; run++) {
    one.push((await timedHistories(stores, 0)).seconds);
    const other = await startOtherWorker(address, folder, settings);
    const both = await timedHistories(stores, 1);
    two.push(both.seconds);
    byOther.push(both.jobs - both.own);
    await other.stop();
  }
  await database.close();
  process.stdout.write(`${JSON.stringify({ one, two, byOther })}\n`);
} finally {
  removeCluster(cluster);
}

async function storeDesk(stores: Stores): Promise<void> {
  for (const entry of desk.roster) await stores.roster.set(entry);
  await stores.ledger.transaction(async (transaction) => {
    for (const { sessionDate, days } of desk)
      for (const facts of days)
        await transaction.saveDay(facts.trader, sessionDate, { facts, closingLots: [], findings: [] });
  });
  const { connection } = stores.database;
  for (let copy = 1; copy < traders / SIMULATED; copy++)
    for (const { trader, ...entry } of desk.roster) {
      await stores.roster.set({ ...entry, trader: `${trader}C${copy}`, accounts: [`${trader}C${copy}`] });
      await copyDays(connection, trader, `${trader}C${copy}`);
    }
  await connection.run('ANALYZE');
}

async function copyDays(connection: SqlConnection, from: string, to: string): Promise<void> {
  const columns = await connection.values<string>(
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'trader_day' AND column_name <> 'trader_id'",
  );
  const names = columns.join(', ');
  await connection.run(
    `INSERT INTO trader_day (trader_id, ${names})
       SELECT (SELECT id FROM trader WHERE name = ?), ${names} FROM trader_day
        WHERE trader_id = (SELECT id FROM trader WHERE name = ?)`,
    to,
    from,
  );
}

/** `others`: how many other processes take part. */
async function timedHistories(stores: Stores, others: number) {
  const log = recordingLog();
  const terms = queueTerms({ config: loadConfig(settings), log, clock: systemClock }, stores, null);
  const [from = '', through = ''] = [desk.sessionDates[0], desk.sessionDates.at(-1)];
  if (terms === null) throw new Error('no queue');
  const queue = createHistoryJobs(stores.database, terms);
  while ((await queue.workers()) !== others);
  let jobs = 0;
  const histories = { ...queue, workers: async () => 1 };
  const start = (_: string, count: number) => {
    jobs = count;
  };
  const progress = { ...noProgress, start };
  const ports = { ...stores, calendar: createCalendar('nyse'), progress, histories };
  const roster = rosterTraders(await stores.roster.all(), 5_000);
  const range = {
    from,
    through,
    roster,
    drawn: new Map(),
    basis: 'total',
    lifetime: 'until-changed',
  } as const;
  const begun = performance.now();
  const stored = await historiesByJobs(ports, range, 0);
  const seconds = (performance.now() - begun) / 1_000;
  if (stored === null) throw new Error('nothing was computed');
  await stored.close();
  return { seconds, own: log.lines.filter((line) => line.includes('Completed task')).length, jobs };
}
