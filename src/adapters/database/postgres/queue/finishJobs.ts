import { setTimeout } from 'node:timers/promises';
import type { TaskList, WorkerUtils } from 'graphile-worker';
import type { Pool } from 'pg';
import type { DoJob, Job } from '../../../../ports/jobQueue.ts';
import type { Log } from '../../../../ports/runtime.ts';
import { queueLibrary } from '../driver.ts';
import { unlockAndRemove } from './jobChanges.ts';
import { readJob } from './jobPayload.ts';
import { jobsLeft } from './jobRows.ts';
import { queueLog } from './queueLog.ts';
import { withQueuePool } from './queuePool.ts';

export interface QueueTerms {
  readonly url: string;
  /** How many jobs one process works on at once. */
  readonly workers: number;
  /** What this process can do. Jobs of other kinds are left to others. */
  readonly kinds: readonly Job['kind'][];
  readonly doJob: DoJob;
  readonly log: Log;
}

/** Jobs to finish: the first part of their keys, and how long a living worker may hold one. */
export interface JobsToFinish {
  readonly key: string;
  readonly longestSeconds: number;
}

const LOOK_EVERY_MS = 250;

/**
 * Without these delays the library does not wait for the report that a job is done or has failed. Where the
 * connection ends just then, the process would end by an unhandled rejection. With them the workers end by
 * it.
 */
export const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** The tasks of the library: each reads its payload and does the job. */
export function taskList({ doJob, kinds }: Pick<QueueTerms, 'doJob' | 'kinds'>): TaskList {
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      (payload: unknown, { job }: { readonly job: { readonly id: string } }) =>
        doJob(readJob(payload, job.id)),
    ]),
  );
}

/** Lends connections to the queue. Creates its tables where they are missing. */
export async function withUtils<T>(
  { url, workers, log }: Pick<QueueTerms, 'url' | 'workers' | 'log'>,
  work: (utils: WorkerUtils, pool: Pool) => Promise<T>,
): Promise<T> {
  return withQueuePool(url, workers + 1, async (pgPool) => {
    const logger = queueLog(log);
    await queueLibrary().runMigrations({ pgPool, logger });
    const utils = await queueLibrary().makeWorkerUtils({ pgPool, logger });
    try {
      return await work(utils, pgPool);
    } finally {
      await utils.release();
    }
  });
}

/**
 * Works on jobs, next to other workers, until none of these is left. A job whose worker died is done again;
 * one that keeps failing is removed.
 */
export async function finishJobs(
  terms: QueueTerms,
  { key, longestSeconds }: JobsToFinish,
  utils: WorkerUtils,
  pool: Pool,
  onLeft: (jobs: number) => void,
): Promise<void> {
  for (;;) {
    const working = workOnAll(terms, pool);
    for (let isOver = false; !isOver; ) {
      isOver = await Promise.race([working.then(() => true), setTimeout(LOOK_EVERY_MS, false)]);
      const { jobs, failed, deadWorkers } = await jobsLeft(pool, key, longestSeconds);
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
async function workOnAll(terms: QueueTerms, pgPool: Pool): Promise<void> {
  const { workers, log } = terms;
  const options = { pgPool, taskList: taskList(terms), noHandleSignals: true, logger: queueLog(log), preset };
  await Promise.all(Array.from({ length: workers }, () => queueLibrary().runOnce(options)));
}
