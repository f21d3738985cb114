import type { QueueTerms } from '../adapters/database/postgres/queue/finishJobs.ts';
import { createHistoryBlocks } from '../adapters/database/postgres/queue/historyBlocks.ts';
import { createHistoryJobs } from '../adapters/database/postgres/queue/historyJobs.ts';
import { createJobQueue } from '../adapters/database/postgres/queue/jobQueue.ts';
import { jobDoer } from '../pipeline/jobs/doJob.ts';
import type { HistoryJobs } from '../ports/historyJobs.ts';
import type { JobQueue } from '../ports/jobQueue.ts';
import type { Stores, World } from './world.ts';

/**
 * The queue of a desk on Postgres; null on SQLite, and where WORKERS is 0: its process does all work itself.
 */
export function deskJobs(world: Pick<World, 'config' | 'log'>, stores: Stores): JobQueue | null {
  const terms = queueTerms(world, stores);
  // The demo desk is a SQLite file, whatever DATABASE_URL says.
  if (terms === null || stores.database.dialect !== 'postgres') return null;
  return createJobQueue(stores.database, terms);
}

/** What has other processes compute the histories of a backtest; null as for `deskJobs`. */
export function deskHistories(world: Pick<World, 'config' | 'log'>, stores: Stores): HistoryJobs | null {
  const terms = queueTerms(world, stores);
  if (terms === null || stores.database.dialect !== 'postgres') return null;
  return createHistoryJobs(stores.database, terms);
}

/** What workers of this process need; null on SQLite, and where WORKERS is 0. */
export function queueTerms(
  { config, log }: Pick<World, 'config' | 'log'>,
  { ledger, database }: Pick<Stores, 'ledger' | 'database'>,
): QueueTerms | null {
  const { databaseUrl: url, workers } = config;
  if (url === null || workers === 0) return null;
  const doJob = jobDoer({ ledger, histories: createHistoryBlocks(database), log });
  return { url, workers, log, kinds: ['ledger', 'history'], doJob };
}
