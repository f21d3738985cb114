import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noProgress, recordingLog } from '../../../../scripts/simulation/fakes.ts';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { createHistoryBlocks } from '../../../../src/adapters/database/postgres/queue/historyBlocks.ts';
import { createJobQueue } from '../../../../src/adapters/database/postgres/queue/jobQueue.ts';
import { startWorkers } from '../../../../src/adapters/database/postgres/queue/workers.ts';
import { createStores } from '../../../../src/commands/world.ts';
import { jobDoer } from '../../../../src/pipeline/jobs/doJob.ts';
import { ledgerByJobs } from '../../../../src/pipeline/jobs/ledgerByJobs.ts';
import { updateLedger } from '../../../../src/pipeline/updateLedger.ts';
import type { DoJob, Job } from '../../../../src/ports/jobQueue.ts';
import type { RunLease } from '../../../../src/ports/runLedger.ts';
import { storedFill } from '../../../support/fill.ts';
import { hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';
import { append, temporarySqlite } from '../../../support/stores.ts';

const SESSION = '2026-03-10';
const TRADERS = Array.from({ length: 12 }, (_, index) => `NET${String(index + 1).padStart(3, '0')}`);
const DAYS = ['2026-03-05', '2026-03-06', '2026-03-09'];

/** Each trader buys each day and sells on the last one. */
const fills = TRADERS.flatMap((account, place) =>
  DAYS.map((sessionDate, day) =>
    storedFill({
      account,
      sessionDate,
      identity: `P:${place * 10 + day + 1}`,
      side: day === 2 ? 'S' : 'B',
      quantity: day === 2 ? 200 : 100,
      price: 10 + place + day / 7,
    }),
  ),
);

/** A process with the stale fills of twelve traders, and the ports of its ledger step. */
async function process(url: string, owner: string, doJob?: (own: DoJob) => DoJob) {
  const stores = createStores(await openPostgres(url), null);
  onTestFinished(() => stores.database.close());
  const log = recordingLog();
  const own = jobDoer({ ...stores, histories: createHistoryBlocks(stores.database), mail: null, log });
  const done: Job[] = [];
  const counted: DoJob = async (job) => {
    await own(job);
    done.push(job);
  };
  const kinds = ['ledger'] as const;
  const terms = { url, workers: 2, kinds, log, doJob: doJob?.(counted) ?? counted };
  const jobs = createJobQueue(stores.database, terms);
  const acquire = async (): Promise<RunLease> => {
    const acquired = await stores.runs.acquire(SESSION, owner, new Date(), new Date(Date.now() + 90_000));
    if (acquired.kind === 'held') throw new Error(`held by ${acquired.holder.owner}`);
    return acquired.lease;
  };
  return { ...stores, log, jobs, terms, done, acquire, ports: { ...stores, progress: noProgress, jobs } };
}

/** An owner of a morning that has added a job for each of its traders, and has begun none. */
async function ownerWithJobs(url: string) {
  const own = await process(url, 'host:1:ann');
  await append(own, fills);
  const lease = await own.acquire();
  await own.jobs.takeOver(lease);
  await own.jobs.addLedger(lease, (stale) => stale.map(({ trader }) => [trader]));
  return { own, lease };
}

async function client(url: string): Promise<Client> {
  const opened = new Client({ connectionString: url });
  await opened.connect();
  onTestFinished(() => opened.end());
  return opened;
}

const tradersOf = (job: Job) => (job.kind === 'ledger' ? job.traders : []);

async function jobsIn(url: string, open?: Client): Promise<number> {
  const { rows } = await (open ?? (await client(url))).query('SELECT id FROM graphile_worker.jobs');
  return rows.length;
}

async function factsOnSqlite() {
  const stores = await temporarySqlite();
  await append(stores, fills);
  await updateLedger({ ...stores, progress: noProgress });
  return stores.ledger.days('2026-01-01', '2026-12-31');
}

const daysOf = ({ ledger }: Awaited<ReturnType<typeof process>>) => ledger.days('2026-01-01', '2026-12-31');

describe.skipIf(!hasPostgres)('the ledger by jobs of the queue', () => {
  it('gives the facts of a SQLite desk, and leaves no job', async () => {
    const url = await temporaryPostgres();
    const own = await process(url, 'host:1:ann');
    await append(own, fills);
    expect(await ledgerByJobs(own.ports, await own.acquire())).toEqual({ traders: 12, days: 36 });
    expect(own.done.flatMap(tradersOf).sort()).toEqual(TRADERS);
    expect(await daysOf(own)).toEqual(await factsOnSqlite());
    expect(await jobsIn(url)).toBe(0);
  });

  it('lets a worker of another process take part', async () => {
    const url = await temporaryPostgres();
    const own = await process(url, 'host:1:ann');
    const other = await process(url, 'host:2:bob');
    await append(own, fills);
    const lease = await own.acquire();
    await own.jobs.takeOver(lease);
    await own.jobs.addLedger(lease, (stale) => stale.map(({ trader }) => [trader]));
    const workers = await startWorkers(other.terms);
    const open = await client(url);
    while ((await jobsIn(url, open)) > 0);
    const named =
      "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'daybreak worker pool-%' AND datname = $1";
    while ((await open.query(named, [open.database])).rowCount === 0);
    await workers.stop();
    expect(await workers.ended).toBeNull();
    expect([workers.jobsDone(), other.done.length]).toEqual([12, 12]);
    expect(await ledgerByJobs(own.ports, lease)).toEqual({ traders: 0, days: 0 });
    expect(await daysOf(own)).toEqual(await factsOnSqlite());
  });

  it('does a job again whose worker has no connection any more', async () => {
    const url = await temporaryPostgres();
    const { own, lease } = await ownerWithJobs(url);
    await (await client(url)).query(
      `UPDATE graphile_worker._private_jobs
          SET locked_by = 'pool-killed', locked_at = now() - interval '6 s', attempts = 1 WHERE id % 3 = 0`,
    );
    const left: number[] = [];
    await own.jobs.finish(lease, (jobs) => left.push(jobs));
    expect(left.at(-1)).toBe(0);
    expect(own.log.lines.some((line) => line.includes('pool-killed'))).toBe(true);
    expect(await daysOf(own)).toEqual(await factsOnSqlite());
  });

  it.each([
    ['a dead worker', 'pool-killed', 6],
    ['the owner itself', 'worker-of-owner', 0],
  ])('removes the jobs of an earlier owner, also those that %s holds', async (_, holder, seconds) => {
    const url = await temporaryPostgres();
    const { own: first, lease } = await ownerWithJobs(url);
    await (await client(url)).query(
      `UPDATE graphile_worker._private_jobs
          SET locked_by = $1, locked_at = now() - make_interval(secs => $2) WHERE id % 3 = 0`,
      [holder, seconds],
    );
    await first.runs.release(lease);
    const second = await process(url, 'host:2:bob');
    expect(await ledgerByJobs(second.ports, await second.acquire())).toEqual({ traders: 12, days: 36 });
    expect(await jobsIn(url)).toBe(0);
    expect(second.log.lines[0]).toContain('jobs of an earlier owner of the morning are removed');
    expect(await daysOf(second)).toEqual(await factsOnSqlite());
  });

  it('is not stopped by rows that this program did not write', async () => {
    const url = await temporaryPostgres();
    const own = await process(url, 'host:1:ann');
    await append(own, fills);
    const lease = await own.acquire();
    await own.jobs.takeOver(lease);
    const strange = [
      'a',
      'x',
      `${lease.sessionDate}:x:ledger:0`,
      `${lease.sessionDate}:99999999999999999999:y`,
    ];
    for (const [at, key] of strange.entries())
      await (await client(url)).query('SELECT graphile_worker.add_job($1, $2, job_key => $3)', [
        at % 2 === 0 ? 'ledger' : 'unknown',
        JSON.stringify(at === 0 ? ['x'.repeat(1_000_000)] : { version: 1, value: { kind: 'ledger' } }),
        key,
      ]);
    expect(await ledgerByJobs(own.ports, lease)).toEqual({ traders: 12, days: 36 });
    expect(await daysOf(own)).toEqual(await factsOnSqlite());
    expect(Math.max(...own.log.lines.map(({ length }) => length))).toBeLessThan(1_000);
  });

  it('removes the jobs of an earlier session that no process finished', async () => {
    const url = await temporaryPostgres();
    const own = await process(url, 'host:1:ann');
    await append(own, fills);
    const earlier = await own.runs.acquire(
      '2026-03-09',
      'host:1:ann',
      new Date(),
      new Date(Date.now() + 90_000),
    );
    if (earlier.kind === 'held') throw new Error('nothing holds it');
    await own.jobs.takeOver(earlier.lease);
    await own.jobs.addLedger(earlier.lease, (stale) => stale.map(({ trader }) => [trader]));
    await own.jobs.takeOver(await own.acquire());
    expect(await jobsIn(url)).toBe(0);
  });

  it('skips a job whose morning has another owner, and says so', async () => {
    const url = await temporaryPostgres();
    const first = await process(url, 'host:1:ann');
    await append(first, fills);
    const lease = await first.acquire();
    await first.runs.release(lease);
    await (await process(url, 'host:2:bob')).acquire();
    await first.terms.doJob({ kind: 'ledger', lease, traders: TRADERS });
    expect(await daysOf(first)).toEqual([]);
    expect(first.log.lines).toEqual([
      expect.stringContaining('a job was skipped: another process has taken over its morning'),
    ]);
  });

  it('adds no job for a lease that is lost', async () => {
    const url = await temporaryPostgres();
    const first = await process(url, 'host:1:ann');
    await append(first, fills);
    const lease = await first.acquire();
    await first.runs.release(lease);
    await (await process(url, 'host:2:bob')).acquire();
    await expect(ledgerByJobs(first.ports, lease)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await jobsIn(url)).toBe(0);
  });

  it('does itself what jobs fail to do, and leaves no failed job', async () => {
    const url = await temporaryPostgres();
    const own = await process(url, 'host:1:ann', (doJob) => async (job) => {
      if (tradersOf(job).includes('NET003')) throw new Error('the third trader fails');
      await doJob(job);
    });
    await append(own, fills);
    await ledgerByJobs(own.ports, await own.acquire());
    expect(own.log.lines.filter((line) => line.includes('a job keeps failing'))).toHaveLength(1);
    expect(await daysOf(own)).toEqual(await factsOnSqlite());
    expect(await jobsIn(url)).toBe(0);
  });
});
