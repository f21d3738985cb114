import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { noProgress, recordingLog } from '../../../scripts/simulation/fakes.ts';
import { simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { openPostgres } from '../../../src/adapters/database/postgres/open.ts';
import { createHistoryBlocks } from '../../../src/adapters/database/postgres/queue/historyBlocks.ts';
import { createHistoryJobs } from '../../../src/adapters/database/postgres/queue/historyJobs.ts';
import { startWorkers } from '../../../src/adapters/database/postgres/queue/workers.ts';
import { createStores, type Stores } from '../../../src/commands/world.ts';
import type { JudgedRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import { type BacktestPorts, backtest } from '../../../src/pipeline/backtest.ts';
import { jobDoer } from '../../../src/pipeline/jobs/doJob.ts';
import { historiesByJobs } from '../../../src/pipeline/jobs/historiesByJobs.ts';
import { rosterTraders } from '../../../src/pipeline/rosterTraders.ts';
import type { HistoryJob } from '../../../src/ports/historyJobs.ts';
import type { DoJob, Job } from '../../../src/ports/jobQueue.ts';
import { backtestRequestOf, saveSessions } from '../../support/backtestDesk.ts';
import { hasPostgres, temporaryPostgres } from '../../support/postgres.ts';
import { stoppedDesk } from '../../support/stoppedDesk.ts';

const desk = simulateDesk({ traders: 9, sessions: 90, seed: 21, truth: 'tilt' });
const { sessions, events, stopped } = stoppedDesk(desk, [...desk], 78);
const stoppedTraders = [...new Set(stopped.map(({ trader }) => trader))].sort();

/** The driver closes connections that are idle for ten seconds, unless it must keep them. */
const LONGER_THAN_IDLE_MS = 11_000;

type Afterwards = (cleanUp: () => Promise<void> | void) => void;

/** One process: its stores, its jobs done, and a queue in which `instead` may do a job otherwise. */
async function processOn(
  url: string,
  instead: (own: DoJob) => DoJob = (own) => own,
  afterwards: Afterwards = onTestFinished,
) {
  const stores = createStores(await openPostgres(url), null);
  afterwards(() => stores.database.close());
  const log = recordingLog();
  const done: Job[] = [];
  const own = jobDoer({ ...stores, histories: createHistoryBlocks(stores.database), mail: null, log });
  const doJob = instead(async (job) => {
    await own(job);
    done.push(job);
  });
  const terms = { url, workers: 1, kinds: ['history'] as const, doJob, log };
  return { ...stores, log, done, terms, histories: createHistoryJobs(stores.database, terms) };
}

type Process = Awaited<ReturnType<typeof processOn>>;

async function deskOn(url: string): Promise<Process> {
  const own = await processOn(url, undefined, afterAll);
  for (const entry of desk.roster) await own.roster.set(entry);
  await saveSessions(own, sessions);
  await own.limits.record(events);
  return own;
}

/** Starts the workers of a process, and waits until others see them. */
async function workersOf(own: Process): Promise<void> {
  await untilWorkers(own, 0);
  const workers = await startWorkers(own.terms);
  onTestFinished(async () => {
    await workers.stop();
    await workers.ended;
  });
  await untilWorkers(own, 1);
}

/** The server needs a moment to see that those of an earlier test are gone. */
async function untilWorkers({ histories }: Process, count: number): Promise<void> {
  while ((await histories.workers()) !== count);
}

async function rowsOf(own: Stores, histories: BacktestPorts['histories'] = null) {
  const rows: JudgedRow[] = [];
  const ports = { ...own, calendar: createCalendar('nyse'), progress: noProgress, histories };
  const request = backtestRequestOf({ limitBasis: 'realised', leastTraderSessions: 1 });
  const result = await backtest(ports, request, async (session) => void rows.push(...session));
  return { result, rows };
}

async function historiesOf(own: Process, least: number) {
  const [from = '', through = ''] = [desk.sessionDates[0], desk.sessionDates.at(-1)];
  const roster = rosterTraders(await own.roster.all(), 5_000);
  const limits = { basis: 'realised', lifetime: 'until-changed', drawn: new Map() } as const;
  const ports = { ...own, calendar: createCalendar('nyse'), progress: noProgress };
  return historiesByJobs(ports, { from, through, roster, ...limits }, least);
}

async function leftIn({ database }: Stores): Promise<number[]> {
  const { connection } = database;
  return [
    (await connection.value<number>('SELECT count(*) FROM graphile_worker.jobs')) ?? -1,
    (await connection.value<number>('SELECT count(*) FROM daybreak_work.history_block')) ?? -1,
  ];
}

describe.skipIf(!hasPostgres)('a backtest whose histories workers compute', () => {
  let url: string;
  let own: Process;
  let alone: Awaited<ReturnType<typeof rowsOf>>;

  beforeAll(async () => {
    url = await temporaryPostgres(afterAll);
    own = await deskOn(url);
    alone = await rowsOf(own);
  });

  it('gives the rows and the result of one process, and leaves nothing', async () => {
    const other = await processOn(url);
    await workersOf(other);
    expect(await rowsOf(own, own.histories)).toEqual(alone);
    const jobs = [...own.done, ...other.done].filter((job): job is HistoryJob => job.kind === 'history');
    const computed = jobs.flatMap(({ roster }) => roster.map(({ trader }) => trader));
    expect([...computed, ...stoppedTraders].sort()).toEqual(desk.roster.map(({ trader }) => trader).sort());
    expect([stoppedTraders.length, computed.length].map((count) => count > 1)).toEqual([true, true]);
    expect(await leftIn(own)).toEqual([0, 0]);
  });

  it('counts as running while it waits for a long job', async () => {
    const slowly = (doJob: DoJob) => async (job: Job) => {
      if (job.kind === 'history' && job.span === 0) await setTimeout(LONGER_THAN_IDLE_MS);
      await doJob(job);
    };
    await workersOf(await processOn(url, slowly));
    const stored = await historiesOf(await processOn(url, slowly), 1);
    expect([await stored?.block(0)].flat()).toHaveLength(desk.roster.length - stoppedTraders.length);
    await stored?.close();
  });

  it('computes itself what jobs fail to do', async () => {
    const failing = await processOn(url, (doJob) => async (job) => {
      if (job.kind === 'history' && job.span === 0) throw new Error('the first span fails');
      await doJob(job);
    });
    await workersOf(await processOn(url, () => async () => Promise.reject(new Error('this worker fails'))));
    expect(await rowsOf(failing, failing.histories)).toEqual(alone);
    expect(failing.log.lines.filter((line) => line.includes('a job keeps failing')).length).toBeGreaterThan(
      0,
    );
    expect(await leftIn(own)).toEqual([0, 0]);
  });

  it('uses no jobs where no other process waits, or the desk is small', async () => {
    await untilWorkers(own, 0);
    expect(await historiesOf(own, 1)).toBeNull();
    await workersOf(await processOn(url));
    expect(await historiesOf(own, 9 * 90 + 1)).toBeNull();
    const stored = await historiesOf(own, 9 * 90);
    expect(stored).not.toBeNull();
    await stored?.close();
  });

  it('does nothing for a backtest that has ended, whose rests the next one removes', async () => {
    const other = await processOn(url);
    await workersOf(other);
    const stored = await historiesOf(own, 1);
    const { connection } = own.database;
    const run = await connection.value<string>('SELECT run FROM daybreak_work.history_block LIMIT 1');
    await connection.run('UPDATE daybreak_work.history_block SET run = ?', 'ended');
    await stored?.close();
    const [job] = [...own.done, ...other.done].filter(({ kind }) => kind === 'history');
    if (job === undefined || run === undefined) throw new Error('the other process did no job');
    await other.terms.doJob({ ...job, run } as HistoryJob);
    expect(other.log.lines.filter((line) => line.includes('a job was skipped'))).toHaveLength(1);
    expect((await leftIn(own))[1]).toBeGreaterThan(0);
    expect(await rowsOf(own, own.histories)).toEqual(alone);
    expect(await leftIn(own)).toEqual([0, 0]);
  });

  it('removes the jobs of dead workers of an ended backtest, and unlocks no living worker', async () => {
    const living = new Client({ connectionString: url, application_name: 'daybreak worker pool-living' });
    await living.connect();
    onTestFinished(() => living.end());
    await living.query(`
      SELECT graphile_worker.add_job('history', '{}', job_key => 'backtest:ended:' || n) FROM generate_series(0, 2) n;
      SELECT graphile_worker.add_job('mail', '{}', job_key => '9999-01-01:1:mail:morning:1');
      UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '10 s',
             locked_by = CASE key WHEN 'backtest:ended:2' THEN 'pool-dead' ELSE 'pool-living' END
       WHERE key <> 'backtest:ended:1'`);
    await (await historiesOf(own, 1))?.close();
    const { rows } = await living.query('SELECT key, locked_by FROM graphile_worker.jobs ORDER BY key');
    expect(rows).toEqual([
      { key: '9999-01-01:1:mail:morning:1', locked_by: 'pool-living' },
      { key: 'backtest:ended:0', locked_by: 'pool-living' },
    ]);
    await living.query('DELETE FROM graphile_worker._private_jobs');
  });
});
