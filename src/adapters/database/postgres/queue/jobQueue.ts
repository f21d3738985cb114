import type { JobQueue } from '../../../../ports/jobQueue.ts';
import type { Database } from '../../database.ts';
import { withLeaseGuard } from '../../store/leaseGuard.ts';
import { staleDays } from '../../store/staleDays.ts';
import { finishJobs, type QueueTerms, withUtils } from './finishJobs.ts';
import { addJobs, unlockAndRemove } from './jobChanges.ts';
import { jobsKey } from './jobPayload.ts';
import { jobsOfEarlierOwners, LONGEST_LEDGER_JOB_SECONDS } from './jobRows.ts';
import { addMailJobs, finishMailJobs } from './mailJobs.ts';

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
          blocks.map((traders, index) => ({
            key: `${jobsKey(lease, 'ledger')}${index}`,
            job: { kind: 'ledger', lease, traders },
          })),
        );
        return blocks.length;
      }),

    addMails: (lease, kind, now) => addMailJobs(database, lease, kind, now),

    finishMails: (lease, kind, signal) =>
      withUtils(terms, (utils, pool) => finishMailJobs(terms.log, lease, kind, utils, pool, signal)),

    finish: (lease, onLeft) => {
      const jobs = { key: jobsKey(lease, 'ledger'), longestSeconds: LONGEST_LEDGER_JOB_SECONDS };
      return withUtils(terms, (utils, pool) => finishJobs(terms, jobs, utils, pool, onLeft));
    },
  };
}
