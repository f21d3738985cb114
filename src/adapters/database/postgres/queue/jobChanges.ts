import type { WorkerUtils } from 'graphile-worker';
import type { Job } from '../../../../ports/jobQueue.ts';
import type { StoreTransaction } from '../../database.ts';
import { writeJob } from './jobPayload.ts';

/** A job that fails is tried once more. Then the process that waits for it does its work, and fails by it. */
const MOST_ATTEMPTS = 2;

/** Adds jobs under their keys, within the caller's transaction. */
export async function addJobs(
  { connection }: StoreTransaction,
  jobs: readonly { readonly key: string; readonly job: Job }[],
): Promise<void> {
  const rows = jobs.map(({ key, job }) => ({
    kind: job.kind,
    payload: writeJob(job),
    attempts: MOST_ATTEMPTS,
    key,
  }));
  await connection.runEach(
    ADD,
    rows.map((row) => [row]),
  );
}

const ADD = `SELECT graphile_worker.add_job(CAST(:kind AS text), CAST(:payload AS json),
  max_attempts => CAST(:attempts AS integer), job_key => CAST(:key AS text))`;

/** Locks of the library end after four hours by themselves. Only unlocked jobs can be removed. */
export async function unlockAndRemove(
  utils: WorkerUtils,
  ids: readonly string[],
  workers: readonly string[],
): Promise<void> {
  if (workers.length > 0) await utils.forceUnlockWorkers([...workers]);
  if (ids.length > 0) await utils.completeJobs([...ids]);
}
