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
import { WORKER_NAME } from './jobRows.ts';
import { queuePool } from './queuePool.ts';

/** A span of a very large desk takes less than a minute. */
const LONGEST_HISTORY_JOB_SECONDS = 600;

const WORKERS = `SELECT count(*)::int AS workers FROM pg_stat_activity
  WHERE datname = current_database() AND starts_with(application_name, $1)`;

/** Runs whose owner is not connected any more. */
const IS_LEFT = (run: string) => `NOT EXISTS (SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = $1 || ${run})`;
const REMOVE_LEFT_BLOCKS = `DELETE FROM daybreak_work.history_block WHERE ${IS_LEFT('run')}`;
const LEFT_JOBS = `SELECT id, locked_by AS worker FROM graphile_worker.jobs
  WHERE starts_with(key, $2) AND ${IS_LEFT("split_part(key, ':', 2)")}`;

/** Spans with all blocks: a job that kept failing has left some out. */
const COMPLETE = `SELECT span FROM daybreak_work.history_block
  WHERE run = $1 GROUP BY span HAVING count(*) = $2`;
const BLOCKS = `SELECT heads, numbers FROM daybreak_work.history_block
  WHERE run = $1 AND block = $2 AND span = ANY($3) ORDER BY span`;

/** Has the histories of backtests computed by the workers of a Postgres database. */
export function createHistoryJobs(database: Database, terms: QueueTerms): HistoryJobs {
  return {
    workers: () =>
      withUtils(terms, async (_, pool) => {
        const { rows } = await pool.query<{ workers: number }>(WORKERS, [WORKER_NAME]);
        return rows[0]?.workers ?? 0;
      }),

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
  const { rows } = await pool.query<{ id: string; worker: string | null }>(LEFT_JOBS, [
    OWNER_NAME,
    historiesKey(),
  ]);
  const workers = [...new Set(rows.flatMap(({ worker }) => worker ?? []))];
  await unlockAndRemove(
    utils,
    rows.map(({ id }) => id),
    workers,
  );
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
