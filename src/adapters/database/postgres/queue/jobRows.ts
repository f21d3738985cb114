import type { Pool } from 'pg';
import type { RunLease } from '../../../../ports/runLedger.ts';
import type { SqlConnection } from '../../sqlConnection.ts';

/** A worker's connection that waits for jobs has this name and the worker's id: it shows that it lives. */
export const WORKER_NAME = 'daybreak worker ';

const WAITING_WORKERS = `SELECT count(*) FROM pg_stat_activity
  WHERE datname = current_database() AND starts_with(application_name, ?)`;

/** How many processes wait for jobs. */
export async function waitingWorkers(connection: SqlConnection): Promise<number> {
  return (await connection.value<number>(WAITING_WORKERS, WORKER_NAME)) ?? 0;
}

/** The jobs of a lease that are not done yet. */
export interface JobsLeft {
  readonly jobs: number;
  /** No worker does them now. */
  readonly free: readonly string[];
  /** Failed as often as they may. */
  readonly failed: readonly { readonly id: string; readonly error: string }[];
  /** Hold a job, and have no connection any more, or hold it for too long. */
  readonly deadWorkers: readonly string[];
}

/** A worker that has just begun may not have its name yet. */
const NEW_WORKER_SECONDS = 5;
/** No job of the ledger takes as long. A process that hangs keeps its connections. */
export const LONGEST_LEDGER_JOB_SECONDS = 120;
/** An attempt to send a mail may take 240 seconds. */
export const LONGEST_MAIL_JOB_SECONDS = 300;

interface LeftRow {
  readonly id: string;
  readonly failed: boolean;
  readonly error: string | null;
  readonly worker: string | null;
  readonly dead: boolean;
}

/** A worker that holds the job has no connection any more, or holds it for too long. */
const isDead = (workerName: string, longestSeconds: string) => `locked_by IS NOT NULL
    AND (locked_at < now() - make_interval(secs => ${longestSeconds})
      OR (locked_by LIKE 'pool-%' AND locked_at < now() - interval '${NEW_WORKER_SECONDS} s'
          AND NOT EXISTS (SELECT 1 FROM pg_stat_activity
                           WHERE datname = current_database() AND application_name = ${workerName} || locked_by)))`;

const LEFT = `
  SELECT id, last_error AS error, locked_by AS worker,
         locked_by IS NULL AND attempts >= max_attempts AS failed, ${isDead('$2', '$3')} AS dead
    FROM graphile_worker.jobs WHERE starts_with(key, $1)`;

/**
 * A worker without a pool belongs to an owner and holds this job alone, which nothing needs any more. It has
 * no connection with its name that would show whether it lives.
 */
const EARLIER = `
  SELECT id, locked_by AS worker FROM graphile_worker.jobs
   WHERE (split_part(key, ':', 1) < $1
          OR (split_part(key, ':', 1) = $1
              AND CASE WHEN split_part(key, ':', 2) ~ '^[0-9]{1,18}$'
                       THEN CAST(split_part(key, ':', 2) AS bigint) < $2 END))
     AND (locked_by IS NULL OR locked_by NOT LIKE 'pool-%' OR ${isDead('$3', '$4')})`;

/**
 * @param key the first part of the keys of the jobs.
 * @param longestSeconds a worker that holds a job for longer counts as dead.
 */
export async function jobsLeft(pool: Pool, key: string, longestSeconds: number): Promise<JobsLeft> {
  const { rows } = await pool.query<LeftRow>(LEFT, [key, WORKER_NAME, longestSeconds]);
  return {
    jobs: rows.length,
    free: rows.flatMap(({ id, worker }) => (worker === null ? [id] : [])),
    failed: rows.filter(({ failed }) => failed).map(({ id, error }) => ({ id, error: error ?? '' })),
    deadWorkers: [...new Set(rows.flatMap(({ dead, worker }) => (dead && worker !== null ? [worker] : [])))],
  };
}

/**
 * Jobs of earlier owners of the session and of earlier sessions, and the dead workers and those of the owners
 * that hold one. What a living worker of a pool has it drops by itself, because the lease is lost.
 */
export async function jobsOfEarlierOwners(
  pool: Pool,
  lease: RunLease,
): Promise<{ readonly ids: readonly string[]; readonly workers: readonly string[] }> {
  const { rows } = await pool.query<{ id: string; worker: string | null }>(EARLIER, [
    lease.sessionDate,
    lease.fence,
    WORKER_NAME,
    LONGEST_MAIL_JOB_SECONDS,
  ]);
  return {
    ids: rows.map(({ id }) => id),
    workers: [...new Set(rows.flatMap(({ worker }) => worker ?? []))],
  };
}
