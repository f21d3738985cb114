import { randomUUID } from 'node:crypto';
import type { WorkerUtils } from 'graphile-worker';
import type { Pool } from 'pg';
import type { HistoryJobs, HistorySpan, StoredHistories } from '../../../../ports/historyJobs.ts';
import type { Database } from '../../database.ts';
import { shownAddress } from '../address.ts';
import { postgresErrorOf } from '../postgresError.ts';
import { finishJobs, type QueueTerms, withUtils } from './finishJobs.ts';
import { type BlockColumns, blockOf, CREATE_HISTORIES, OWNER_NAME } from './historyRows.ts';
import { addJobs, unlockAndRemove } from './jobChanges.ts';
import { historiesKey } from './jobPayload.ts';
import { jobsLeft, waitingWorkers } from './jobRows.ts';
import { queuePool } from './queuePool.ts';

/** A span of a very large desk takes less than a minute. */
const LONGEST_HISTORY_JOB_SECONDS = 600;

/** Runs whose owner is not connected any more. */
const IS_LEFT = (run: string) => `NOT EXISTS (SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = $1 || ${run})`;
const REMOVE_LEFT_BLOCKS = `DELETE FROM daybreak_work.history_block WHERE ${IS_LEFT('run')}`;
const LEFT_RUNS = `SELECT DISTINCT split_part(key, ':', 2) AS run FROM graphile_worker.jobs
  WHERE starts_with(key, $2) AND ${IS_LEFT("split_part(key, ':', 2)")}`;

/** Spans with all blocks: a job that kept failing has left some out. */
const COMPLETE = `SELECT span FROM daybreak_work.history_block
  WHERE run = $1 GROUP BY span HAVING count(*) = $2`;
const BLOCKS = `SELECT heads, numbers FROM daybreak_work.history_block
  WHERE run = $1 AND block = $2 AND span = ANY($3) ORDER BY span`;

/** Has the histories of backtests computed by the workers of a Postgres database. */
export function createHistoryJobs(database: Database, terms: QueueTerms): HistoryJobs {
  return {
    workers: () => waitingWorkers(database.connection),

    compute: async (spans, onLeft) => {
      const run = randomUUID();
      const owner = await ownerOf(terms.url, run);
      try {
        await withUtils(terms, async (utils, pool) => {
          await pool.query(CREATE_HISTORIES);
          await removeLeft(utils, pool);
          await addSpans(database, run, spans);
          const jobs = { key: historiesKey(run), longestSeconds: LONGEST_HISTORY_JOB_SECONDS };
          await finishJobs(terms, jobs, utils, pool, onLeft);
        });
        return await storedHistories(owner, run, spans[0]?.blocks.length ?? 0);
      } catch (error) {
        await owner.end();
        throw error;
      }
    },
  };
}

/** One connection that carries the name of the run until it ends. */
async function ownerOf(url: string, run: string): Promise<Pool> {
  const pool = queuePool(url, 1, OWNER_NAME + run);
  try {
    await pool.query('SELECT 1');
    return pool;
  } catch (error) {
    await pool.end();
    throw postgresErrorOf(error, shownAddress(url));
  }
}

function addSpans(database: Database, run: string, spans: readonly HistorySpan[]): Promise<void> {
  return database.transaction((transaction) =>
    addJobs(
      transaction,
      spans.map((span, number) => ({
        key: `${historiesKey(run)}${number}`,
        job: { kind: 'history', run, span: number, ...span },
      })),
    ),
  );
}

/** Removes what processes have left that died. */
async function removeLeft(utils: WorkerUtils, pool: Pool): Promise<void> {
  await pool.query(REMOVE_LEFT_BLOCKS, [OWNER_NAME]);
  const { rows } = await pool.query<{ run: string }>(LEFT_RUNS, [OWNER_NAME, historiesKey()]);
  for (const { run } of rows) await removeJobs(utils, pool, historiesKey(run));
}

/**
 * A living worker keeps the job that it has: it notices that the run has ended, and drops it. To unlock that
 * worker would give its other jobs, those of a morning too, to a second worker.
 */
async function removeJobs(utils: WorkerUtils, pool: Pool, key: string): Promise<void> {
  const { free, deadWorkers } = await jobsLeft(pool, key, LONGEST_HISTORY_JOB_SECONDS);
  await unlockAndRemove(utils, free, deadWorkers);
  // The jobs of dead workers are free then.
  if (deadWorkers.length > 0) await removeJobs(utils, pool, key);
}

async function storedHistories(owner: Pool, run: string, blocks: number): Promise<StoredHistories> {
  const { rows: spans } = await owner.query<{ span: number }>(COMPLETE, [run, blocks]);
  const complete = spans.map(({ span }) => span);
  return {
    async block(number) {
      const { rows } = await owner.query<BlockColumns>(BLOCKS, [run, number, complete]);
      return rows.map((columns) => blockOf(columns, `block ${number} of run ${run}`));
    },
    async close() {
      try {
        await owner.query('DELETE FROM daybreak_work.history_block WHERE run = $1', [run]);
      } finally {
        await owner.end();
      }
    },
  };
}
