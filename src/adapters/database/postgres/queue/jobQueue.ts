import { setTimeout } from 'node:timers/promises';
import { makeWorkerUtils, runMigrations, runOnce, type TaskList, type WorkerUtils } from 'graphile-worker';
import type { Pool } from 'pg';
import type { DoJob, Job, JobQueue } from '../../../../ports/jobQueue.ts';
import type { RunLease } from '../../../../ports/runLedger.ts';
import type { Log } from '../../../../ports/runtime.ts';
import type { Database, StoreTransaction } from '../../database.ts';
import { withLeaseGuard } from '../../store/leaseGuard.ts';
import { staleDays } from '../../store/staleDays.ts';
import { jobKinds, leaseKey, readJob, writeJob } from './jobPayload.ts';
import { jobsLeft, jobsOfEarlierOwners } from './jobRows.ts';
import { queueLog } from './queueLog.ts';
import { withQueuePool } from './queuePool.ts';

export interface QueueTerms {
  readonly url: string;
  /** How many jobs one process works on at once. */
  readonly workers: number;
  readonly doJob: DoJob;
  readonly log: Log;
}

/** A job that fails is tried once more. Then the process that waits for it does its work, and fails by it. */
const MOST_ATTEMPTS = 2;
const LOOK_EVERY_MS = 250;

/** The queue in a Postgres database, in the tables of graphile-worker: schema `graphile_worker`. */
export function createJobQueue(database: Database, terms: QueueTerms): JobQueue {
  return {
    takeOver: (lease) =>
      withUtils(terms, async (utils, pool) => {
        const { ids, workers } = await jobsOfEarlierOwners(pool, lease);
        if (ids.length === 0) return;
        terms.log.warn('jobs of an earlier owner of the morning are removed', { jobs: ids.length, workers });
        await unlockAndRemove(utils, ids, workers);
      }),

    addLedger: (lease, blocksOf) =>
      withLeaseGuard(database, lease, async (transaction) => {
        const blocks = blocksOf(await staleDays(transaction.connection, 'computable'));
        await addJobs(
          transaction,
          blocks.map((traders) => ({ kind: 'ledger', lease, traders })),
        );
        return blocks.length;
      }),

    finish: (lease, onLeft) => withUtils(terms, (utils, pool) => finish(terms, lease, utils, pool, onLeft)),
  };
}

/**
 * Without these delays the library does not wait for the report that a job is done or has failed. Where the
 * connection ends just then, the process would end by an unhandled rejection. With them the workers end by
 * it.
 */
export const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** The tasks of the library: each reads its payload and does the job. */
export function taskList(doJob: DoJob): TaskList {
  return Object.fromEntries(
    jobKinds.map((kind) => [
      kind,
      (payload: unknown, { job }: { readonly job: { readonly id: string } }) =>
        doJob(readJob(payload, job.id)),
    ]),
  );
}

async function addJobs({ connection }: StoreTransaction, jobs: readonly Job[]): Promise<void> {
  const rows = jobs.map((job, index) => ({
    kind: job.kind,
    payload: writeJob(job),
    attempts: MOST_ATTEMPTS,
    key: `${leaseKey(job.lease)}${job.kind}:${index}`,
  }));
  await connection.runEach(
    ADD,
    rows.map((row) => [row]),
  );
}

const ADD = `SELECT graphile_worker.add_job(CAST(:kind AS text), CAST(:payload AS json),
  max_attempts => CAST(:attempts AS integer), job_key => CAST(:key AS text))`;

/** Creates the tables of the queue where they are missing. */
async function withUtils<T>(
  { url, workers, log }: QueueTerms,
  work: (utils: WorkerUtils, pool: Pool) => Promise<T>,
): Promise<T> {
  return withQueuePool(url, workers + 1, async (pgPool) => {
    const logger = queueLog(log);
    await runMigrations({ pgPool, logger });
    const utils = await makeWorkerUtils({ pgPool, logger });
    try {
      return await work(utils, pgPool);
    } finally {
      await utils.release();
    }
  });
}

async function finish(
  terms: QueueTerms,
  lease: RunLease,
  utils: WorkerUtils,
  pool: Pool,
  onLeft: (jobs: number) => void,
): Promise<void> {
  for (;;) {
    const working = workOnAll(terms, pool);
    for (let isOver = false; !isOver; ) {
      isOver = await Promise.race([working.then(() => true), setTimeout(LOOK_EVERY_MS, false)]);
      const { jobs, failed, deadWorkers } = await jobsLeft(pool, lease);
      onLeft(jobs);
      if (jobs === 0 && isOver) return;
      for (const { id, error } of failed) terms.log.warn('a job keeps failing', { job: id, problem: error });
      if (deadWorkers.length > 0) terms.log.warn('workers died: their jobs are done again', { deadWorkers });
      if (failed.length + deadWorkers.length > 0)
        await unlockAndRemove(
          utils,
          failed.map(({ id }) => id),
          deadWorkers,
        );
    }
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Does jobs, several at once, until none is left that can be begun. */
async function workOnAll({ workers, doJob, log }: QueueTerms, pgPool: Pool): Promise<void> {
  const options = { pgPool, taskList: taskList(doJob), noHandleSignals: true, logger: queueLog(log), preset };
  await Promise.all(Array.from({ length: workers }, () => runOnce(options)));
}

/** Locks of the library end after four hours by themselves. Only unlocked jobs can be removed. */
async function unlockAndRemove(
  utils: WorkerUtils,
  ids: readonly string[],
  workers: readonly string[],
): Promise<void> {
  if (workers.length > 0) await utils.forceUnlockWorkers([...workers]);
  if (ids.length > 0) await utils.completeJobs([...ids]);
}
