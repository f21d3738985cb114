import { createJobQueue, type QueueTerms } from '../adapters/database/postgres/queue/jobQueue.ts';
import { jobDoer } from '../pipeline/jobs/doJob.ts';
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

/** What workers of this process need; null on SQLite, and where WORKERS is 0. */
export function queueTerms(
  { config, log }: Pick<World, 'config' | 'log'>,
  stores: Pick<Stores, 'ledger'>,
): QueueTerms | null {
  const { databaseUrl: url, workers } = config;
  if (url === null || workers === 0) return null;
  return { url, workers, log, doJob: jobDoer({ ...stores, log }) };
}
