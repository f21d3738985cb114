import type { QueueTerms } from '../adapters/database/postgres/queue/finishJobs.ts';
import { createHistoryBlocks } from '../adapters/database/postgres/queue/historyBlocks.ts';
import { createHistoryJobs } from '../adapters/database/postgres/queue/historyJobs.ts';
import { createJobQueue } from '../adapters/database/postgres/queue/jobQueue.ts';
import { createMailClaims } from '../adapters/database/store/mailClaims.ts';
import { processOwner } from '../adapters/schedule/processOwner.ts';
import { jobDoer, jobKindsOf } from '../pipeline/jobs/doJob.ts';
import type { HistoryJobs } from '../ports/historyJobs.ts';
import type { JobQueue } from '../ports/jobQueue.ts';
import type { MorningMail } from './noticeMail.ts';
import type { Stores, World } from './world.ts';

/** The part of the world that the queue needs. */
type QueueWorld = Pick<World, 'config' | 'log' | 'clock'>;

/**
 * The queue of a desk on Postgres; null on SQLite, and where WORKERS is 0: its process does all work itself.
 */
export function deskJobs(world: QueueWorld, stores: Stores): JobQueue | null {
  // The owner of a morning sends mails without a job, as it does where there is no queue.
  const terms = queueTerms(world, stores, null);
  // The demo desk is a SQLite file, whatever DATABASE_URL says.
  if (terms === null || stores.database.dialect !== 'postgres') return null;
  return createJobQueue(stores.database, terms);
}

/** What has other processes compute the histories of a backtest; null as for `deskJobs`. */
export function deskHistories(world: QueueWorld, stores: Stores): HistoryJobs | null {
  const terms = queueTerms(world, stores, null);
  if (terms === null || stores.database.dialect !== 'postgres') return null;
  return createHistoryJobs(stores.database, terms);
}

/**
 * What workers of this process need; null on SQLite, and where WORKERS is 0.
 * @param mail null: they take no job of a mail.
 */
export function queueTerms(
  { config, log, clock }: QueueWorld,
  { ledger, database }: Pick<Stores, 'ledger' | 'database'>,
  mail: MorningMail | null,
): QueueTerms | null {
  const { databaseUrl: url, workers } = config;
  if (url === null || workers === 0) return null;
  const claims = createMailClaims(database, processOwner());
  const ports = {
    ledger,
    histories: createHistoryBlocks(database),
    log,
    mail: mail === null ? null : { ...mail, claims, clock, log },
  };
  return { url, workers, log, kinds: jobKindsOf(ports), doJob: jobDoer(ports) };
}
